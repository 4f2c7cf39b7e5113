// Tries: array buffers, kept.
// From: buffers are allocated apart from objects in many engines.
// expect: fault memory | fault timeout
const keep = [];
for (;;) keep.push(new Uint8Array(1_000_000).fill(1));
