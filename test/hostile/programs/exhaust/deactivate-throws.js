// Tries: a `deactivate` that throws null, with lifecycle hooks that throw too.
// From: as deactivate-never-ends.
// manifest: {}
// expect: value "activated"
export const activate = () => {
  aiHub.lifecycle.onDeactivate(() => {
    throw Symbol("hook");
  });
  return "activated";
};
export const deactivate = async () => {
  throw null;
};
