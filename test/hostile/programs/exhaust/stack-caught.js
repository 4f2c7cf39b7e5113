// Tries: endless recursion that is caught at every level.
// From: catch handlers that dive again.
// expect: fault timeout | fault stack | value "done"
let budget = 200_000;
function dive() {
  try {
    dive();
  } catch {
    if (budget-- > 0) dive();
  }
}
dive();
export default "done";
