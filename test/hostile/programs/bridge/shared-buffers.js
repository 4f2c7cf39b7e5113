// Tries: shared memory, if there is any, as bytes for the host and for natives.
// From: SharedArrayBuffer races; clocks made of shared memory (Spectre).
// allow: {"write":["./out/**"]}
// expect: value "contained"
const told = [];
if (typeof SharedArrayBuffer === "function") {
  for (const use of [
    () => aiHub.fs.writeFile("./out/a", new SharedArrayBuffer(16)),
    () => aiHub.fs.writeFile("./out/b", new Uint8Array(new SharedArrayBuffer(16))),
    () => new TextDecoder().decode(new Uint8Array(new SharedArrayBuffer(16))),
    () => crypto.getRandomValues(new Uint8Array(new SharedArrayBuffer(16))),
    () => structuredClone(new SharedArrayBuffer(16)),
  ]) {
    try {
      await use();
    } catch (error) {
      if (!(error instanceof Error)) told.push(String(error));
    }
  }
}
export default told.length === 0 && typeof Atomics === "undefined" ? "contained" : told;
