// Tries: every object reachable from the global by properties, getters and prototypes, in search of the natives.
// From: the walk that "Sandboxing JavaScript" tools do first.
// expect: value "contained"
const forbidden = /^(hostcall|setTimer|clearTimer|urlParse|urlSet|utf8Encode|decodePart|uncaught|done|boot|native|dispatch)$/;
const found = [];
const seen = new Set();
const queue = [globalThis];
while (queue.length > 0) {
  const value = queue.pop();
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) continue;
  seen.add(value);
  queue.push(Object.getPrototypeOf(value));
  for (const key of Reflect.ownKeys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (typeof key === "string" && forbidden.test(key)) found.push(key);
    queue.push(descriptor.value, descriptor.get, descriptor.set);
  }
  if (typeof value === "function" && forbidden.test(value.name)) found.push(`function ${value.name}`);
}
export default found.length === 0 && seen.size > 500 ? "contained" : [found, seen.size];
