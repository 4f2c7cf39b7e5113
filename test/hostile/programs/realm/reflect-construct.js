// Tries: `Reflect.construct` with a foreign new.target, to get objects with prototypes that were taken away.
// From: SES notes on new.target.
// expect: value "contained"
const made = [];
for (const Class of [Promise, Map, Error, URL, EventTarget, AbortController, TextDecoder, Proxy]) {
  for (const target of [(() => {}).constructor, Object, class {}, new Proxy(class {}, { get: () => aiHub })]) {
    try {
      const value = Reflect.construct(Class, [() => {}, {}], target);
      made.push(typeof value);
      made.push(typeof value.constructor.constructor("return 1")());
    } catch {}
  }
}
export default made.includes("number") ? made : "contained";
