// Tries: `eval`, directly, indirectly, from the global and from other globals' properties.
// From: the seed's rule "no eval, Function, process, require".
// expect: value "contained"
const reached = [typeof eval, typeof globalThis.eval, typeof self.eval];
for (const name of Object.getOwnPropertyNames(globalThis)) {
  const value = globalThis[name];
  if (value !== null && typeof value === "object" && "eval" in value) reached.push(name);
}
export default reached.every((type) => type === "undefined") ? "contained" : reached;
