// Tries: buffers that were transferred away, as data of a write and of natives.
// From: detached ArrayBuffers in engine bindings.
// allow: {"write":["./out/**"]}
// expect: value "contained"
const told = [];
const attempt = async (what) => {
  try {
    told.push(typeof (await what()));
  } catch (error) {
    told.push(error.name);
  }
};
const detached = () => {
  const bytes = new Uint8Array(16);
  bytes.buffer.transfer();
  return bytes;
};
await attempt(() => aiHub.fs.writeFile("./out/a", detached()));
await attempt(() => aiHub.fs.writeFile("./out/b", detached().buffer));
await attempt(() => new TextDecoder().decode(detached()));
await attempt(() => crypto.getRandomValues(detached()));
await attempt(() => structuredClone(detached()));
await attempt(() => new TextEncoder().encodeInto("x", detached()));
export default told.length === 6 && told.every((t) => ["undefined", "string", "object", "TypeError", "DataCloneError", "RangeError"].includes(t)) ? "contained" : told;
