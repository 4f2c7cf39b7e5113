// Tries: Reflect and Object functions replaced by ones that hand back everything they get.
// From: captured primordials must have been captured.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const caught = [];
for (const holder of [Reflect, Object]) {
  for (const name of Object.getOwnPropertyNames(holder)) {
    if (typeof holder[name] !== "function" || name === "prototype") continue;
    const real = holder[name];
    try {
      holder[name] = (...args) => {
        if (args.some((arg) => typeof arg?.hostcall === "function")) caught.push(name);
        return real(...args);
      };
    } catch {}
  }
}
const code = await aiHub.fs.readFile("../secret.txt").catch((error) => error.code);
structuredClone({ a: [1] });
console.log({ a: 1 });
export default caught.length === 0 && code === "ERR_PERMISSION_DENIED" ? "contained" : [caught, code];
