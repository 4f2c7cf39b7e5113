// Tries: a `toJSON` that makes host calls while a host call is being written, ten deep.
// From: re-entrancy of marshalling code.
// expect: value "done"
let depth = 0;
const reentrant = {
  toJSON() {
    if (depth++ < 10) void aiHub.config.validate(reentrant);
    return depth;
  },
};
await aiHub.config.validate(reentrant);
export default "done";
