// Tries: endless recursion.
// From: DESIGN section 2, "Native stack".
// expect: fault stack
function dive() {
  return dive() + 1;
}
export default dive();
