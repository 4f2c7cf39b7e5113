// Tries: Node's custom inspection, format specifiers, getters and proxies in what it prints.
// From: CVE-2023-… (vm2, `util.inspect` of a proxy): printing walked a guest object on the host.
// expect: value "contained"
const reached = [];
const hostile = {
  [Symbol.for("nodejs.util.inspect.custom")]: (depth, options, inspect) => reached.push(typeof inspect),
  get boom() {
    throw new Error("getter");
  },
  get [Symbol.toStringTag]() {
    return { toString: () => reached.push("tag") };
  },
};
const proxy = new Proxy(hostile, {
  get(_, key) {
    if (key === "constructor") return { name: { toString: () => "x" } };
    throw new Error("trap");
  },
  ownKeys: () => {
    throw new Error("keys");
  },
});
for (const value of [hostile, proxy, [proxy], new Map([[proxy, hostile]]), Object.create(null), () => {}]) {
  try {
    console.log("%o %j %s %d %c", value, value, value);
    console.table(value);
    console.dir(value, { depth: Infinity });
  } catch (error) {
    if (!(error instanceof Error)) reached.push("foreign");
  }
}
export default reached.includes("function") || reached.includes("foreign") ? reached : "contained";
