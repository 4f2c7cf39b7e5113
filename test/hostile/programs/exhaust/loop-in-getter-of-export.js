// Tries: an endless loop in the getter of its default export's members, run by the loader.
// From: loaders that look at what they load.
// manifest: {}
// expect: fault timeout
export default {
  get activate() {
    for (;;);
  },
};
