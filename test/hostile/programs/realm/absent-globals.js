// Tries: names of other runtimes, shared memory, WebAssembly and the interpreter's own library.
// From: QuickJS `std` and `os`; Node, Deno and Bun globals.
// expect: value "contained"
const names = ["process", "require", "module", "Deno", "Bun", "WebAssembly", "SharedArrayBuffer", "Atomics", "Worker", "std", "os", "bjson",
  "scriptArgs", "print", "gc", "global", "window", "document", "fetchLater", "importScripts", "load", "loadScript", "evalScript",
  "InternalError", "__loadScript", "native", "__filename", "__dirname", "Buffer", "setImmediate", "$262", "Function", "eval"];
const present = names.filter((name) => name in globalThis);
export default present.length === 0 ? "contained" : present;
