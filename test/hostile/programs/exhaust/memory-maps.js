// Tries: maps and sets of growing strings.
// From: hash tables double.
// expect: fault memory | fault timeout
const map = new Map();
const set = new Set();
for (let i = 0; ; i++) {
  map.set(`key ${i}`, i);
  set.add({ i });
}
