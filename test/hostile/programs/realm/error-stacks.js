// Tries: host paths and host frames in the stacks of errors that natives and host calls raise.
// From: CVE-2023-29199 (vm2), exceptions leaking host objects.
// expect: value "contained"
const stacks = [];
const fail = (f) => {
  try {
    f();
  } catch (error) {
    stacks.push(`${error.name}: ${error.message}\n${error.stack}`);
  }
};
fail(() => new URL("http://["));
fail(() => atob("*"));
fail(() => btoa("\u{1F600}"));
fail(() => new TextDecoder("no-such"));
fail(() => new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([255])));
fail(() => structuredClone(() => {}));
fail(() => crypto.getRandomValues(new Uint8Array(70_000)));
fail(() => null.x);
for (const call of [aiHub.config.set("nope", 1), aiHub.ui.openFile("/etc/passwd"), aiHub.ui.registerCommand("x", () => {})]) {
  await call.catch((error) => stacks.push(`${error.name}: ${error.message}\n${error.stack}`));
}
const leaks = stacks.filter((text) => /node:|file:\/\/|worker\.js|node_modules|\/(tmp|work|home|usr)\/(?!passwd)/.test(text));
export default leaks.length === 0 && stacks.length === 11 ? "contained" : [stacks.length, leaks];
