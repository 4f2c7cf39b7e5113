// Tries: half a million promises that reject and are never caught.
// From: unhandled rejection tracking that keeps them all.
// expect: value "done" | fault timeout | fault memory
for (let i = 0; i < 500_000; i++) Promise.reject(new Error("x"));
export default "done";
