// Tries: a Node built-in by a literal import.
// From: any plugin system; esbuild would leave it external.
// expect: error ERR_BUILD
const fs = await import("node:fs");
export default fs.readFileSync("/etc/hostname", "utf8");
