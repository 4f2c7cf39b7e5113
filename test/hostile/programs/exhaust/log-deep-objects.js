// Tries: printing wide, deep and cyclic objects and tables without end.
// From: util.inspect on hostile objects.
// expect: value "done" | fault timeout | fault memory
const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, { i, wide: [] }]));
wide.self = wide;
const table = Array.from({ length: 5000 }, () => wide);
for (let i = 0; i < 50; i++) {
  console.log(wide, table);
  console.table(table);
  console.group(wide);
}
export default "done";
