// Tries: an error with a cyclic chain of causes and an AggregateError of 100,000.
// From: printers that follow `cause`.
// expect: error ERR_PLUGIN
const error = new Error("a", { cause: new Error("b") });
error.cause.cause = error;
console.error(error);
throw new AggregateError(
  Array.from({ length: 100_000 }, () => error),
  "many",
);
