// Tries: what JSON cannot say: BigInt, symbols, functions, undefined, NaN.
// From: `JSON.stringify` throws for some of these and drops others.
// allow: {"read":["./**"]}
// expect: value ["TypeError","ERR_INVALID_ARGUMENT","ERR_INVALID_ARGUMENT","ERR_INVALID_ARGUMENT","ERR_INVALID_ARGUMENT"]
const told = (error) => error.code ?? error.name;
export default Promise.all(
  [1n, Symbol("x"), () => {}, undefined, Number.NaN].map((path) => aiHub.fs.readFile(path).then(() => "answered", told)),
);
