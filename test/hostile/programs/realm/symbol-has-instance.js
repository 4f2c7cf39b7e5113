// Tries: `Symbol.hasInstance` that says yes to everything, so that checks by `instanceof` pass.
// From: brand checks by instanceof in web polyfills.
// allow: {"write":["./out/**"]}
// expect: value "contained"
for (const Class of [ArrayBuffer, Uint8Array, Promise, Error, Map, URL, EventTarget]) {
  Object.defineProperty(Class, Symbol.hasInstance, { value: () => true });
}
const codes = [];
for (const data of [{ byteLength: 10 }, [], { buffer: {}, byteOffset: 0, byteLength: 1e9 }, new Proxy({}, {})]) {
  codes.push(
    await aiHub.fs.writeFile("./out/x", data).then(
      () => "written",
      (error) => error.code ?? error.name,
    ),
  );
}
export default codes.every((code) => ["written", "TypeError", "RangeError", "ERR_INVALID_ARGUMENT"].includes(code)) ? "contained" : codes;
