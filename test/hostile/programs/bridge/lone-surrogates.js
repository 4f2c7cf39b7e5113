// Tries: lone surrogates, non-characters and overlong texts in names and contents.
// From: UTF-16 to UTF-8 conversions that differ between check and use.
// allow: {"read":["./**"],"write":["./out/**"]}
// expect: value "contained"
const codes = new Set();
for (const name of ["\ud800", "\udfff.txt", "a\ud83d", "\ufffe", "\u202egnp.exe", "x".repeat(5000)]) {
  const told = (error) => codes.add(error.code);
  await aiHub.fs.writeFile(`./out/${name}`, "\ud800\0\udc00").then(() => codes.add("ok"), told);
  await aiHub.fs.readFile(`./out/${name}`).then(() => codes.add("ok"), told);
  await aiHub.ui.registerCommand(name, () => {}).catch(told);
}
const allowed = ["ok", "ERR_INVALID_ARGUMENT", "ERR_PERMISSION_DENIED", "ERR_NOT_FOUND", "ERR_IO"];
export default [...codes].every((code) => allowed.includes(code)) ? "contained" : [...codes];
