// Tries: a million log lines.
// From: a flood that fills the host's memory.
// expect: value "done" | fault timeout
for (let i = 0; i < 1_000_000; i++) console.log(i);
export default "done";
