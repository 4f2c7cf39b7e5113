// Tries: JSON of 500,000 open brackets.
// From: an experiment: host RangeError on deep JSON.
// expect: value "alive" | fault stack
let told;
try {
  JSON.parse("[".repeat(500_000));
} catch (error) {
  told = error.name;
}
export default typeof told === "string" ? "alive" : told;
