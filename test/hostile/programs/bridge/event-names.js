// Tries: event names that are properties of objects, other plugins' names, and names without end.
// From: registries kept in plain objects.
// manifest: {"api":{"events":["own"]}}
// expect: value "contained"
export default async () => {
  const codes = [];
  for (const name of ["__proto__", "constructor", "hasOwnProperty", "bystander/x", "/", "\0", "", "x".repeat(100_000)]) {
    codes.push(await aiHub.events.emit(name, 1).then(() => "emitted", (error) => error.code));
    try {
      aiHub.events.on(name, () => {});
      aiHub.events.off(name);
    } catch (error) {
      codes.push(error.name);
    }
  }
  return codes.every((code) => code === "ERR_PERMISSION_DENIED" || code === "ERR_INVALID_ARGUMENT") ? "contained" : codes;
};
