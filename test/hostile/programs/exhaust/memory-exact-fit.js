// Tries: to fill the memory to the last page, then to have the host write a reply into it.
// From: quickjs-emscripten copies to address 0 when malloc fails.
// allow: {"read":["./**"],"write":["./out/**"]}
// expect: fault memory | value "answered"
await aiHub.fs.writeFile("./out/big", new Uint8Array(20_000_000));
const keep = [];
for (let size = 8_000_000; keep.length < 5; ) keep.push(new Uint8Array(size));
await aiHub.fs.readFile("./out/big", "bytes");
export default "answered";
