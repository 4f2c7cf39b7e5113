// Tries: reading folders, listing files, writing over folders, removing what is full.
// From: error paths of a file service.
// allow: {"read":["./**"],"write":["./**"]}
// expect: value "contained"
await aiHub.fs.writeFile("./out/deep/x", "1");
const codes = [];
for (const call of [
  () => aiHub.fs.readFile("./out"),
  () => aiHub.fs.readdir("./data.txt"),
  () => aiHub.fs.writeFile("./out", "x"),
  () => aiHub.fs.writeFile("./data.txt/x", "x"),
  () => aiHub.fs.rm("./out"),
  () => aiHub.fs.mkdir("./data.txt"),
  () => aiHub.fs.rm("./none"),
  () => aiHub.fs.stat("./none"),
]) {
  codes.push(await call().then(() => "done", (error) => error.code));
}
export default codes.every((code) => ["ERR_IO", "ERR_NOT_FOUND", "ERR_PERMISSION_DENIED"].includes(code)) ? "contained" : codes;
