// Tries: one object with keys without end: shapes and atoms.
// From: QuickJS keeps atoms in one table.
// expect: fault memory | fault timeout
const object = {};
for (let i = 0; ; i++) object[`key number ${i}`] = i;
