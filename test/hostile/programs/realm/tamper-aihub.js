// Tries: to replace parts of `aiHub`, so that other code of the plugin is given a false API or a false grant.
// From: the seed's `globalThis.aiHub`.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const changed = [];
const tries = {
  global: () => {
    globalThis.aiHub = {};
  },
  remove: () => delete globalThis.aiHub,
  method: () => {
    aiHub.fs.readFile = () => "mine";
  },
  namespace: () => Object.defineProperty(aiHub, "fs", { value: {} }),
  prototype: () => Object.setPrototypeOf(aiHub.fs, { readFile: () => "mine" }),
  add: () => {
    aiHub.http = {};
  },
};
for (const [name, attempt] of Object.entries(tries)) {
  try {
    attempt();
  } catch {
    continue;
  }
  if (typeof globalThis.aiHub?.fs?.readFile !== "function" || aiHub.http !== undefined || Object.getPrototypeOf(aiHub.fs) !== Object.prototype) changed.push(name);
}
export default changed.length === 0 ? "contained" : changed;
