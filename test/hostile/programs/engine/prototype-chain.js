// Tries: a prototype chain of 200,000 and lookups that fail at its end.
// From: lookups that recurse.
// expect: value "alive" | fault timeout | fault memory
let object = {};
for (let i = 0; i < 200_000; i++) object = Object.create(object);
let misses = 0;
for (let i = 0; i < 20; i++) if (!("nothing" in object) && object[`miss${i}`] === undefined) misses++;
export default misses === 20 ? "alive" : misses;
