// Tries: a `deactivate` that never returns: stopping must not wait for it.
// From: dispose handlers that hang their host.
// manifest: {"ui":{"commands":[{"id":"go","title":"Go"}]}}
// expect: value "activated"
export const activate = () => "activated";
export const deactivate = () => {
  for (;;);
};
