// Tries: a specifier object whose text changes each time it is asked for.
// From: time-of-check to time-of-use in loaders that stringify twice.
// expect: value "contained"
let asked = 0;
const specifier = {
  toString() {
    asked++;
    return asked === 1 ? ["./main", "js"].join(".") : ["node", "child_process"].join(":");
  },
};
export default async () => {
  const results = [];
  for (let round = 0; round < 4; round++) {
    try {
      results.push(Object.keys(await import(specifier)).join());
    } catch {}
  }
  return results.every((keys) => keys === "default") && asked === 4 ? "contained" : [results, asked];
};
