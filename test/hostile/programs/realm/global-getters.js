// Tries: getters in place of every standard global, to be asked with the prelude's own hands.
// From: monkey-patched globals in jsdom and in realms shims.
// expect: value "contained"
let asked = 0;
const undefinedCode = "none";
for (const name of ["JSON", "Map", "Set", "Promise", "Error", "RangeError", "Object", "Reflect", "Array", "Symbol", "Uint8Array", "ArrayBuffer"]) {
  const real = globalThis[name];
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      asked++;
      return asked > 50 ? undefined : real;
    },
  });
}
let code = undefinedCode;
await aiHub.config.set("nope", 1).catch((error) => {
  code = error.code;
});
export default code === "ERR_INVALID_ARGUMENT" ? "contained" : [code, asked];
