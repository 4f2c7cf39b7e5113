// Tries: a named pipe that nobody writes to: opening it would hold a thread of the host for ever, eight times all of them.
// From: libuv's thread pool has four threads.
// allow: {"read":["./**"],"write":["./**"]}
// expect: value "contained"
const calls = [];
for (let i = 0; i < 8; i++) calls.push(aiHub.fs.readFile("./fifo"), aiHub.fs.writeFile("./fifo", "x"));
const codes = (await Promise.allSettled(calls)).map(({ reason }) => reason?.code);
const text = await aiHub.fs.readFile("./data.txt");
export default codes.every((code) => code === "ERR_IO") && text === "public\n" ? "contained" : codes;
