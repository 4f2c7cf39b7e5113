// Tries: String.prototype methods that return megabytes where the prelude cuts to kilobytes.
// From: caps that are kept in the guest's realm are no caps.
// expect: error ERR_PLUGIN
const flood = () => "y".repeat(200_000);
for (const name of ["slice", "replaceAll", "replace", "padEnd", "toWellFormed", "trimEnd"]) String.prototype[name] = flood;
for (let i = 0; i < 20; i++) console.log("line");
reportError(new Error("x"));
throw Object.assign(new Error("big"), { stack: "z" });
