// Tries: the host's own parameters from the guest: a time without end, another way to follow, a size.
// From: objects that are passed on as they are.
// allow: {"net":["localhost:*"]}
// manifest: {"ui":{"commands":[{"id":"run","title":"Run"}]},"permissions":{"network":{"domains":["localhost:*"],"protocols":["http"]}}}
// invoke: run
// expect: value "contained"
export const commands = {
  async run() {
    const codes = [];
    for (const options of [{ timeoutMs: 1e12 }, { timeoutMs: -1 }, { timeoutMs: "1" }, { timeoutMs: {} }, { redirect: "anything" }, { timeoutMs: NaN }]) {
      codes.push(await aiHub.http.get("http://localhost:1/", options).then(() => "answered", (error) => [error instanceof TypeError, error.code === "ERR_IO"]));
    }
    return codes.every(([refused, sent]) => refused && !sent) ? "contained" : codes;
  },
};
