// Tries: a result of 100,000 levels.
// From: an experiment: dumping such a value at the bridge.
// expect: fault timeout | fault stack
let deep = {};
for (let i = 0; i < 100_000; i++) deep = { deep };
export default deep;
