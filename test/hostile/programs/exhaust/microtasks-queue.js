// Tries: queueMicrotask that queues itself twice: the queue doubles.
// From: quickjs-emscripten #269, mass allocation in jobs.
// expect: fault timeout | fault memory
const grow = () => {
  queueMicrotask(grow);
  queueMicrotask(grow);
};
grow();
await new Promise(() => {});
