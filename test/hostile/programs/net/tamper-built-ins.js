// Tries: replaced built-ins that watch how fetch talks to the host.
// From: prelude code that uses what a guest can replace.
// expect: value "contained"
const seen = [];
const note = (where, ...values) => {
  for (const value of values) if (typeof value === "function" && /native|hostcall|bridge/i.test(value.name)) seen.push([where, value.name]);
  for (const value of values) if (value && typeof value === "object" && ("hostcall" in value || "urlParse" in value)) seen.push([where, "natives"]);
};
const { then } = Promise.prototype;
Promise.prototype.then = function (...args) { note("then", this, ...args); return then.apply(this, args); };
for (const [Class, names] of [[Array, ["map", "filter", "flatMap", "includes", "some", "push"]], [Map, ["get", "set", "delete"]], [String, ["replace", "startsWith", "toLowerCase"]]]) {
  for (const name of names) {
    const original = Class.prototype[name];
    Class.prototype[name] = function (...args) { note(name, this, ...args); return original.apply(this, args); };
  }
}
for (const key of ["value", "bytes", "result", "cancel", "status", "headers"]) {
  Object.defineProperty(Object.prototype, key, { __proto__: null, get() { note(key, this); return undefined; }, set(value) { note(key, value); }, configurable: true });
}
AbortSignal.prototype.addEventListener = function (type, listener) { note("listener", listener); listener(); listener(); };
const codes = [];
for (let i = 0; i < 3; i++) codes.push(await fetch("http://127.0.0.1:1/").then(() => "answered", (error) => (error === undefined ? "reason" : error.code)));
export default seen.length === 0 && !codes.includes("answered") ? "contained" : [seen, codes];
