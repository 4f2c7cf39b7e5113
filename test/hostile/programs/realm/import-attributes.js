// Tries: import attributes that other runtimes answer with files or bytes.
// From: TC39 import attributes, Deno's `with { type: "bytes" }`.
// expect: value "contained"
const loaded = [];
for (const type of ["json", "text", "bytes", "css", "webassembly", "__proto__"]) {
  try {
    await import(["/etc/hos", "tname"].join(""), { with: { type } });
    loaded.push(type);
  } catch {}
}
export default loaded.length === 0 ? "contained" : loaded;
