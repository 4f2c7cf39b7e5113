// Tries: a proxy below the global object that answers every name the prelude might look up late.
// From: Figma's realms, "the global's prototype chain".
// expect: value "contained"
const asked = [];
Object.setPrototypeOf(
  Object.getPrototypeOf(globalThis) === Object.prototype ? globalThis : {},
  new Proxy(
    {},
    {
      get(_, key) {
        asked.push(String(key));
        return undefined;
      },
      has: () => false,
    },
  ),
);
let code = "";
await aiHub.config.set("nope", 1).catch((error) => {
  code = error.code;
});
console.log("still printing");
export default code === "ERR_INVALID_ARGUMENT" && !asked.includes("native") ? "contained" : [code, asked];
