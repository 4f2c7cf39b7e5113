// Tries: to import itself dynamically a thousand times while it evaluates, and to throw at the end.
// From: module linking state after failures (quickjs-emscripten: a failed module is imported again).
// expect: error ERR_PLUGIN
const self = ["./main", "js"].join(".");
for (let i = 0; i < 1000; i++) import(self).catch(() => {});
for (let i = 0; i < 1000; i++) import(`${self}${i}`).catch(() => {});
throw new TypeError("at the end");
