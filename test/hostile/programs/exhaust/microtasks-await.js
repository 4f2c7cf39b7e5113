// Tries: a chain of awaits without end: the event loop of the worker is never reached.
// From: microtask starvation.
// expect: fault timeout
export default async () => {
  for (;;) await null;
};
