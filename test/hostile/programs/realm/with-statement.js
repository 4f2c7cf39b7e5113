// Tries: `with`, by which the first realms shims were escaped; a module is strict and has none.
// From: the Figma plugin-sandbox post-mortem, realms shim "with" scope proxies.
// expect: error ERR_BUILD
with ({ a: 1 }) {
  globalThis.reached = a;
}
export default globalThis.reached;
