// Tries: chunks of odd sizes, chunks that are no chunks, files left open, more watchers than there may be.
// From: file handles that outlive their use.
// allow: {"read":["./**"],"write":["./out/**"]}
// expect: value "contained"
const wrong = [];
const code = (promise) => promise.then(() => "done", (error) => error.code ?? error.name);
const first = (path, options) => aiHub.fs.readChunks(path, options)[Symbol.asyncIterator]().next();
for (const chunkSize of [0, -1, 1.5, NaN, Infinity, "1", null, {}, 2 ** 53, 8 * 1024 * 1024 + 1]) {
  const got = await code(first("./data.txt", { chunkSize }));
  if (got !== "ERR_INVALID_ARGUMENT" && !(chunkSize === null && got === "done")) wrong.push(["size", String(chunkSize), got]);
}
for (const path of ["../secret.txt", "link.txt", "/proc/self/environ", "fifo", "."]) {
  for (const call of [() => first(path), () => aiHub.fs.watch(path), () => aiHub.fs.writeFile(path, (async function* () {})())]) {
    const got = await code(call());
    if (got !== "ERR_PERMISSION_DENIED" && got !== "ERR_IO" && !(path === "." && got === "done")) wrong.push([path, got]);
  }
}
for (const chunk of [1, null, {}, [], undefined, Symbol.iterator, { byteLength: 5 }, { [Symbol.asyncIterator]: 1 }]) {
  for (const data of [chunk, (async function* () { yield chunk; })()]) {
    const got = await code(aiHub.fs.writeFile("./out/x", data));
    if (got !== "TypeError") wrong.push(["chunk", String(chunk), got]);
  }
}
if (await aiHub.fs.exists("./out/x")) wrong.push("written");
const held = [];
for (let i = 0; i < 100; i++) held.push(code(first("./data.txt")));
const answers = await Promise.all(held);
if (answers.filter((answer) => answer === "done").length > 32) wrong.push(answers);
const watching = await Promise.all(Array.from({ length: 100 }, () => code(aiHub.fs.watch("./data.txt"))));
if (watching.filter((answer) => answer === "done").length > 64) wrong.push(watching);
if ((await aiHub.fs.readFile("./data.txt")) !== "public\n") wrong.push("changed");
export default wrong.length === 0 ? "contained" : wrong;
