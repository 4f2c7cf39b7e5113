// Tries: to run out of memory, then throw an error that needs memory, from within a getter of the error.
// From: out-of-memory paths that allocate.
// expect: fault memory | fault timeout
const keep = [];
throw {
  get message() {
    for (;;) keep.push(new Uint8Array(100_000));
  },
};
