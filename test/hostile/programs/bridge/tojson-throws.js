// Tries: a `toJSON` that throws non-errors.
// From: as above.
// expect: value [null,"symbol","undefined"]
const results = [];
for (const thrown of [null, Symbol("x"), undefined]) {
  try {
    await aiHub.config.validate({
      toJSON() {
        throw thrown;
      },
    });
    results.push("answered");
  } catch (error) {
    results.push(error === null ? null : typeof error);
  }
}
export default results;
