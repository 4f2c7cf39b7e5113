// Tries: subclassing what stands where `Function` stood, so that `super("code")` makes a function.
// From: Proposal discussions on `extends Function` in realms shims (Agoric/SES).
// expect: value "contained"
const found = [];
for (const Base of [(() => {}).constructor, (async () => {}).constructor, (function* () {}).constructor]) {
  try {
    class Made extends Base {
      constructor() {
        super("return globalThis");
      }
    }
    found.push(typeof new Made()());
  } catch (error) {
    if (!(error instanceof EvalError)) found.push(String(error));
  }
}
export default found.length === 0 ? "contained" : found;
