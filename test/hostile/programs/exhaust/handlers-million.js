// Tries: a million handlers of one event and of panels.
// From: registries in the guest are the guest's own memory.
// manifest: {}
// expect: value "done" | fault memory | fault timeout
export default () => {
  for (let i = 0; i < 1_000_000; i++) {
    aiHub.events.on("x", () => i);
    aiHub.ui.onMessage("p", () => i);
  }
  return "done";
};
