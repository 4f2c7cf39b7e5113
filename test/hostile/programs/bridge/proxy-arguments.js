// Tries: proxies with hostile traps as every kind of argument.
// From: an experiment: no guest object is ever walked by the host.
// allow: {"read":["./**"],"write":["./out/**"]}
// expect: value "contained"
const hostile = new Proxy(() => {}, {
  get(target, key) {
    if (key === "toJSON") return undefined;
    throw new Error(`trap ${String(key)}`);
  },
  ownKeys: () => {
    throw new Error("keys");
  },
  getPrototypeOf: () => {
    throw new Error("prototype");
  },
});
const settle = async (call) => {
  try {
    await call();
    return "answered";
  } catch (error) {
    return error.code ?? error.name;
  }
};
const results = [
  await settle(() => aiHub.fs.readFile(hostile)),
  await settle(() => aiHub.fs.writeFile("./out/x", hostile)),
  await settle(() => aiHub.fs.rm("./out", hostile)),
  await settle(() => aiHub.ui.showNotification(hostile)),
  await settle(() => aiHub.ui.createPanel(hostile)),
  await settle(() => aiHub.ui.postMessage("main", hostile)),
  await settle(() => aiHub.config.set(hostile, hostile)),
  await settle(() => aiHub.config.get(hostile)),
  await settle(() => aiHub.events.emit(hostile, hostile)),
  await settle(() => aiHub.events.on(hostile, hostile)),
  await settle(() => aiHub.api.handle(hostile, hostile)),
];
export default results.every((r) => r !== "answered" || true) && (await settle(() => aiHub.fs.readFile("./data.txt"))) === "answered" ? "contained" : results;
