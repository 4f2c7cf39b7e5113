// Tries: endless recursion.
// From: deep recursion overflows the native stack first.
// expect: fault stack
function dive() {
  return dive() + 1;
}
export default dive();
