// Tries: `Error.prepareStackTrace` with call sites, whose `getThis` and `getFunction` lead out of the realm in V8.
// From: CVE-2023-29017 and CVE-2023-30547 (vm2).
// expect: value "contained"
const reached = [];
Error.stackTraceLimit = 100;
Error.prepareStackTrace = (_, sites) => {
  for (const site of Array.isArray(sites) ? sites : []) {
    for (const way of ["getThis", "getFunction", "getEvalOrigin", "getFileName"]) {
      try {
        const value = site[way]?.();
        if (typeof value === "function" || (typeof value === "object" && value !== null)) reached.push(way);
        if (typeof value === "string" && value.includes("/")) reached.push(value);
      } catch {}
    }
  }
  return "prepared";
};
const errors = [new Error("own")];
try {
  new URL("http://[");
} catch (error) {
  errors.push(error);
}
await aiHub.config.set("nope", 1).catch((error) => errors.push(error));
for (const error of errors) void error.stack;
export default reached.length === 0 ? "contained" : reached;
