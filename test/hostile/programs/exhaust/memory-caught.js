// Tries: to live on after "out of memory" is caught, again and again.
// From: quickjs-emscripten #235 and #257: the heap is not to be trusted after it.
// expect: fault memory | fault timeout
const keep = [];
for (;;) {
  try {
    for (;;) keep.push({ a: 1, b: [1, 2, 3] });
  } catch {
    keep.length >>= 1;
  }
}
