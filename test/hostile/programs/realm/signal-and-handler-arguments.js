// Tries: the objects that a handler is given (`signal`, input), in search of another realm.
// From: arguments made by the caller's realm are the classic leak of vm contexts.
// manifest: {"ui":{"commands":[{"id":"go","title":"Go"}]}}
// invoke: go {"__proto__": {"a": 1}, "list": [1]}
// expect: value "contained"
export const commands = {
  go: (input, context) => {
    const foreign = [];
    for (const value of [input, input.list, context, context.signal]) {
      let at = value;
      while (at !== null && at !== Object.prototype) at = Object.getPrototypeOf(at);
      if (at === null) foreign.push(String(value));
    }
    if (input.a !== undefined || {}.a !== undefined) foreign.push("polluted");
    return foreign.length === 0 ? "contained" : foreign;
  },
};
