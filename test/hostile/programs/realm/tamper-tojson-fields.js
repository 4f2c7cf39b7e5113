// Tries: an error whose fields are objects, arrays and numbers when they reach the host.
// From: as tamper-tojson-thrown.
// expect: error ERR_PLUGIN
Object.prototype.toJSON = function () {
  return "stack" in this ? { name: { a: 1 }, message: ["x"], code: 7, stack: { length: 1e9 }, hint: [] } : this;
};
reportError(new Error("reported"));
throw new Error("fields");
