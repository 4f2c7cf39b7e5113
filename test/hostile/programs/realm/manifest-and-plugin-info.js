// Tries: to change what the plugin is told about itself, and to find host paths in it.
// From: shared objects between host and guest.
// manifest: {"ui":{"commands":[{"id":"go","title":"Go"}]}}
// expect: value "contained"
export default () => {
  const text = JSON.stringify(aiHub.plugin);
  try {
    aiHub.plugin.id = "other";
  } catch {}
  return aiHub.plugin.id !== "other" && !/\/(tmp|work|home|var)\//.test(text) ? "contained" : text;
};
