// Tries: buffers that shrink between the check of their length and the copy.
// From: resizable ArrayBuffer bugs in every engine (length-tracking views).
// allow: {"read":["./**"],"write":["./out/**"]}
// expect: value "contained"
const buffer = new ArrayBuffer(1024, { maxByteLength: 4096 });
const view = new Uint8Array(buffer);
const fixed = new Uint8Array(buffer, 512, 256);
const bad = [];
const attempt = async (what) => {
  try {
    await what();
  } catch (error) {
    if (!(error instanceof Error)) bad.push(String(error));
  }
};
await attempt(async () => {
  const write = aiHub.fs.writeFile("./out/a", view);
  buffer.resize(0);
  await write;
});
await attempt(() => aiHub.fs.writeFile("./out/b", fixed));
buffer.resize(4096);
await attempt(() => aiHub.fs.writeFile("./out/c", fixed));
const liar = new Proxy(view, { get: (target, key) => (key === "byteLength" ? 1e9 : Reflect.get(target, key)) });
await attempt(() => aiHub.fs.writeFile("./out/d", liar));
Object.defineProperty(view, "byteLength", { value: 2 ** 31 });
Object.defineProperty(view, "byteOffset", { value: -5 });
await attempt(() => aiHub.fs.writeFile("./out/e", view));
const { size } = await aiHub.fs.stat("./out/c");
export default bad.length === 0 && size === 256 ? "contained" : [bad, size];
