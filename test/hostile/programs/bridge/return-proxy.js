// Tries: a result that is a proxy with hostile traps.
// From: an experiment: results are written inside the guest.
// expect: error ERR_PLUGIN
export default () =>
  new Proxy(
    {},
    {
      get(_, key) {
        if (key === "then") return undefined;
        throw new Error("trap");
      },
      ownKeys: () => {
        throw new Error("keys");
      },
    },
  );
