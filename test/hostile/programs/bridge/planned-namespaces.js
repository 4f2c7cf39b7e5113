// Tries: methods whose services do not exist yet, with hostile arguments.
// From: half-built surfaces are attacked first.
// expect: value "contained"
const codes = new Set();
for (const [namespace, methods] of Object.entries({ workflows: ["create", "execute", "listen", "trigger"], crypto: ["encrypt", "decrypt", "hash"] })) {
  for (const method of methods) {
    await aiHub[namespace][method]({ __proto__: null, a: "x".repeat(1000) }, [[]]).catch((error) => codes.add(error.code));
  }
}
export default [...codes].join() === "ERR_NOT_AVAILABLE" ? "contained" : [...codes];
