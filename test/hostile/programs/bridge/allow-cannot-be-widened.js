// Tries: permission scopes of its own making, in arguments that the host might merge into its options.
// From: mass assignment.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const codes = [];
for (const extra of [{ allow: "all" }, { rules: {} }, { permission: "none" }]) {
  codes.push(await aiHub.fs.rm("../secret.txt", { recursive: true, ...extra }).then(() => "removed", (error) => error.code));
  codes.push(await aiHub.fs.readFile("../secret.txt", extra).then(() => "read", (error) => error.code));
  codes.push(await aiHub.fs.readFile("./data.txt", { toString: () => "text" }).then(() => "read", (error) => error.code));
}
export default codes.every((code) => code === "ERR_PERMISSION_DENIED" || code === "ERR_INVALID_ARGUMENT") ? "contained" : codes;
