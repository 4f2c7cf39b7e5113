// Tries: namespaces and capabilities that no manifest gave it.
// From: the rule that a namespace that is not declared is absent.
// expect: value "contained"
const present = ["fs", "http", "memory", "ai", "net", "process"].filter((name) => aiHub[name] !== undefined);
const codes = [];
for (const call of [
  () => aiHub.ui.showNotification("hello"),
  () => aiHub.ui.registerCommand("x", () => {}),
  () => aiHub.ui.createPanel({ id: "x" }),
  () => aiHub.ui.postMessage("x", 1),
  () => aiHub.ui.removePanel("x"),
  () => aiHub.ui.openFile("/etc/passwd"),
  () => aiHub.api.handle("/x", () => {}),
  () => aiHub.events.emit("x", 1),
]) {
  codes.push(await call().then(() => "answered", (error) => error.code));
}
export default present.length === 0 && codes.every((code) => code === "ERR_PERMISSION_DENIED") ? "contained" : [present, codes];
