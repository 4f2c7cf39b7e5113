// Tries: `Object.prototype.toJSON` while its own failure is described to the host, which then gets a number for an error.
// From: this project: the host must not trust the shape of what a sandbox reports.
// expect: error ERR_PLUGIN
Object.prototype.toJSON = () => 42;
throw new Error("described as 42");
