// Tries: a hundred thousand thenables resolved at once, each resolving to another.
// From: promise resolve thenable jobs.
// expect: fault timeout | fault memory
const make = () => ({ then: (resolve) => resolve(make()) });
const all = [];
for (let i = 0; i < 100_000; i++) all.push(Promise.resolve(make()));
await Promise.all(all);
