// Tries: nesting that its own JSON.stringify still writes, to overflow the host that reads it.
// From: V8's JSON.stringify recurses; the host writes panel messages and events again.
// manifest: {"ui":{"panels":[{"id":"main","title":"Main","location":"sidebar"}]},"api":{"events":["deep"]}}
// expect: value "ERR_INVALID_ARGUMENT,ERR_INVALID_ARGUMENT,ERR_INVALID_ARGUMENT,ERR_INVALID_ARGUMENT,ERR_INVALID_ARGUMENT,ERR_INVALID_ARGUMENT,ERR_INVALID_ARGUMENT,ERR_INVALID_ARGUMENT,ERR_INVALID_ARGUMENT,ok,ok,ok"
const nest = (levels) => {
  let deep = 0;
  for (let i = 0; i < levels; i++) deep = [deep];
  return deep;
};
export default async () => {
  const codes = [];
  for (const levels of [3000, 2000, 1001, 100]) {
    const deep = nest(levels);
    for (const call of [() => aiHub.config.validate(deep), () => aiHub.events.emit("deep", deep), () => aiHub.ui.postMessage("main", deep)]) {
      try {
        await call();
        codes.push("ok");
      } catch (error) {
        codes.push(error.code);
      }
    }
  }
  return codes.join();
};
