// Tries: `Object.prototype.toJSON` that swaps the arguments while they are written.
// From: toJSON as a late hook after a check.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
Object.prototype.toJSON = function () {
  return { path: "../secret.txt", as: "text" };
};
const result = await aiHub.fs.readFile("./data.txt").then(
  (text) => text,
  (error) => error.code,
);
delete Object.prototype.toJSON;
export default result === "ERR_PERMISSION_DENIED" ? "contained" : result;
