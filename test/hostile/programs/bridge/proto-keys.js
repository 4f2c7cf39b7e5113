// Tries: `__proto__`, `constructor` and `prototype` as keys of arguments and settings.
// From: prototype pollution (CVE-2019-10744 and many more).
// manifest: {"resources":{"config":"config.json"},"ui":{"panels":[{"id":"main","title":"Main","location":"sidebar"}]}}
// config: {"type":"object","properties":{"level":{"type":"number","default":1}}}
// expect: value "contained"
const evil = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"id":"main"}');
export default async () => {
  const calls = [
    () => aiHub.config.validate(evil),
    () => aiHub.ui.createPanel(evil),
    () => aiHub.ui.updatePanel("main", evil),
    () => aiHub.ui.postMessage("main", evil),
    () => aiHub.config.set("__proto__", { polluted: 1 }),
    () => aiHub.config.set("constructor", { prototype: { polluted: 1 } }),
    () => aiHub.config.set("level", evil),
  ];
  for (const call of calls) {
    try {
      await call();
    } catch {}
  }
  const all = aiHub.config.getAll();
  return {}.polluted === undefined && all.polluted === undefined && all.level === 1 ? "contained" : all;
};
