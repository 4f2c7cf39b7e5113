// Tries: `call`, `apply`, `bind` and `toString` of all functions, to see what the prelude calls and with what.
// From: Figma's realms; Function.prototype is shared by all of a realm.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const caught = [];
for (const name of ["call", "apply", "bind", "toString"]) {
  Object.defineProperty(Object.getPrototypeOf(() => {}), name, {
    configurable: true,
    value(...args) {
      caught.push(typeof this === "function" ? this.name : "");
      return args;
    },
  });
}
const code = await aiHub.fs.readFile("../secret.txt").catch((error) => error.code);
setTimeout(() => {}, 0);
console.log(() => {});
const natives = caught.filter((name) => /^(hostcall|setTimer|log|done)$/.test(name));
export default natives.length === 0 && code === "ERR_PERMISSION_DENIED" ? "contained" : [natives, code];
