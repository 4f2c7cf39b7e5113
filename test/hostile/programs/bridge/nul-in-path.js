// Tries: NUL characters that end a path for the system but not for the check.
// From: CVE-2006-… "poison null byte"; quickjs-emscripten ends C strings at NUL.
// allow: {"read":["./data.txt"],"write":["./out/**"]}
// expect: value "contained"
const codes = [];
for (const path of ["../secret.txt\0./data.txt", "./data.txt\0", "./out/x\0/../../../outside", "\0", "./data.txt\0../secret.txt"]) {
  codes.push(await aiHub.fs.readFile(path).then(() => "read", (error) => error.code));
  codes.push(await aiHub.fs.writeFile(path, "x").then(() => "written", (error) => error.code));
}
export default codes.every((code) => code === "ERR_INVALID_ARGUMENT" || code === "ERR_PERMISSION_DENIED") ? "contained" : codes;
