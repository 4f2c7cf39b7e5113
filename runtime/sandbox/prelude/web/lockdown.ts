/**
 * Takes away every way to make code from strings, and what is the interpreter's own rather than JavaScript's. What is
 * left of the globals is ECMAScript, the web's and ours; nothing is frozen, since a plugin's realm is its own.
 */
const MESSAGE = "Code generation from strings is not allowed in a plugin";

/** Names that no plugin has: dynamic code, other runtimes' doors, and QuickJS's own additions. */
const REMOVED = [
  "eval",
  "Function",
  "process",
  "require",
  "module",
  "exports",
  "global",
  "std",
  "os",
  "bjson",
  "print",
  "scriptArgs",
  "gc",
  "InternalError",
  "SharedArrayBuffer",
  "Worker",
];

/** @throws {Error} when a removed name is still there: then no plugin may run in this realm */
export function lockdown(global: object): void {
  for (const name of REMOVED) {
    Reflect.deleteProperty(global, name);
    if (name in global) throw new Error(`The global ${name} cannot be removed`);
  }
  // The four constructors of functions are reachable from any function's prototype. `%Function%` itself stays the
  // prototype of the other three, which are reachable from nowhere else.
  for (const sample of [() => {}, function* () {}, async () => {}, async function* () {}]) {
    const prototype = Object.getPrototypeOf(sample) as object;
    const refusing = makeRefusing();
    const name = (Reflect.get(prototype, "constructor") as { name: string }).name;
    Object.defineProperty(refusing, "name", { value: name, configurable: true });
    Object.defineProperty(refusing, "length", { value: 1, configurable: true });
    Object.defineProperty(refusing, "prototype", { value: prototype, writable: false });
    Object.defineProperty(prototype, "constructor", { value: refusing, writable: false, configurable: false });
  }
}

/** A function declaration, since an arrow function would be no constructor and `extends` would say so instead. */
function makeRefusing(): () => never {
  function refusing(): never {
    throw new EvalError(MESSAGE);
  }
  return refusing;
}
