// Tries: a million listeners on one target and a million signals that depend on one another.
// From: AbortSignal.any chains.
// expect: fault memory | fault timeout
const target = new EventTarget();
let signal = new AbortController().signal;
for (;;) {
  target.addEventListener("x", () => {});
  signal = AbortSignal.any([signal, new AbortController().signal]);
}
