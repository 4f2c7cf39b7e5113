// Tries: an error object of the host realm, thrown by a native that was given nonsense.
// From: CVE-2022-36067 (vm2), a host error reached through a native's throw.
// expect: value "contained"
const foreign = [];
const fail = (f) => {
  try {
    f();
  } catch (error) {
    let at = error;
    while (at !== null && at !== Object.prototype) at = Object.getPrototypeOf(at);
    if (at === null) foreign.push(String(error));
    try {
      foreign.push(typeof error.constructor.constructor("return process")());
    } catch {}
  }
};
fail(() => new URL(Symbol()));
fail(() => new URL("x", {}));
fail(() => new TextDecoder({ toString: () => ({}) }));
fail(() => new TextEncoder().encodeInto("x", new Uint16Array(1)));
fail(() => atob({ [Symbol.toPrimitive]: () => "%" }));
fail(() => crypto.getRandomValues(new Float64Array(1)));
fail(() => performance.now.call(1));
fail(() => setTimeout());
export default foreign.length === 0 ? "contained" : foreign;
