// Tries: a result whose getters throw non-errors.
// From: as return-proxy.
// expect: error ERR_PLUGIN
export default () => ({
  get value() {
    throw null;
  },
});
