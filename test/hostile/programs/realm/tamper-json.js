// Tries: its own JSON.stringify and JSON.parse under the bridge, then a file outside its permission.
// From: prototype pollution against message bridges.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
JSON.stringify = () => '{"path":"../secret.txt","as":"text","ok":true}';
JSON.parse = () => ({ ok: true, granted: true });
const results = [];
for (const path of ["../secret.txt", "./data.txt"]) {
  results.push(
    await aiHub.fs.readFile(path).then(
      (text) => text.trim(),
      (error) => error.code,
    ),
  );
}
export default results.join() === "ERR_PERMISSION_DENIED,public" ? "contained" : results;
