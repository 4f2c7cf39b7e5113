// Tries: promise jobs that run built-ins only, so that no bytecode asks for an interrupt.
// From: interrupts are checked by bytecode, not by jobs.
// expect: fault timeout | fault memory
const { then } = Promise.prototype;
const chain = () => {
  let promise = Promise.resolve();
  for (let i = 0; i < 1000; i++) promise = then.call(promise, Promise.resolve.bind(Promise, promise));
  return promise;
};
for (;;) await chain();
