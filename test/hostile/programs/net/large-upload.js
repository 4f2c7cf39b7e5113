// Tries: bodies larger than may cross, many at once, and views that shrink.
// From: size checks on one side only.
// allow: {"net":["localhost:*"]}
// expect: value "contained" | fault memory | fault timeout
const codes = [];
for (const make of [() => new Uint8Array(33 * 1024 * 1024), () => "x".repeat(33 * 1024 * 1024)]) {
  try {
    await fetch("http://localhost:1/", { method: "POST", body: make() });
    codes.push("answered");
  } catch (error) {
    if (error.code === "ERR_IO") codes.push("sent");
  }
}
const buffer = new ArrayBuffer(1024, { maxByteLength: 4096 });
const view = new Uint8Array(buffer);
const pending = fetch("http://localhost:1/", { method: "POST", body: view }).catch((error) => error.code);
buffer.resize(0);
await pending;
export default codes.length === 0 ? "contained" : codes;
