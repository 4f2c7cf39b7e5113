// Tries: 256 reads of a 20 MB file at once: 5 GB in the host's memory if all were answered before the first was taken.
// From: replies transferred to a worker that does not listen lie outside of every heap limit.
// allow: {"read":["./**"],"write":["./out/**"]}
// expect: fault memory | fault timeout
await aiHub.fs.writeFile("./out/big", new Uint8Array(20_000_000));
const reads = [];
for (let i = 0; i < 256; i++) reads.push(aiHub.fs.readFile("./out/big", "bytes"));
export default Promise.all(reads).then((all) => all.length);
