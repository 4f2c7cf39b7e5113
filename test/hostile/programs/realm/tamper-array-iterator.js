// Tries: an array iterator that adds and swaps elements wherever the prelude spreads or destructures.
// From: primordials in Node's own internals.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const real = Array.prototype[Symbol.iterator];
Array.prototype[Symbol.iterator] = function* () {
  yield "../secret.txt";
  for (let i = 0; i < this.length; i++) yield "../secret.txt";
};
let code;
try {
  code = await aiHub.fs.readFile("../secret.txt").then(
    (text) => text,
    (error) => error.code,
  );
  console.log("a", ["b"]);
  new URL("http://x/?a=b").searchParams.append("c", "d");
} catch {}
Array.prototype[Symbol.iterator] = real;
export default code === "ERR_PERMISSION_DENIED" ? "contained" : code;
