// Tries: a default export that is a proxy of a class, constructed and inspected by the loader.
// From: the loader looks at `prototype.activate` of what it is given.
// manifest: {}
// expect: value "contained" | error ERR_PLUGIN
const reached = [];
class Plugin {
  constructor(...args) {
    for (const arg of args) {
      try {
        reached.push(typeof arg.constructor.constructor("return process")());
      } catch {}
    }
  }
  activate() {
    return reached.length === 0 ? "contained" : reached;
  }
}
export default new Proxy(Plugin, {
  get: (target, key, receiver) => Reflect.get(target, key, receiver),
  construct: (target, args) => Reflect.construct(target, args),
});
