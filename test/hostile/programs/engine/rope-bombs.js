// Tries: ropes: strings concatenated a million times, then indexed, compared and used as keys.
// From: QuickJS 2025 added ropes; flattening recurses in some engines.
// expect: value "alive" | fault memory | fault timeout | fault stack
let left = "";
let right = "";
for (let i = 0; i < 200_000; i++) {
  left = `a${left}`;
  right = `${right}b`;
}
const keys = { [left]: 1, [right]: 2 };
export default left[199_999] === "a" && left < right && Object.keys(keys).length === 2 ? "alive" : "broken";
