// Tries: registering handlers for commands and endpoints that are not its own or not names at all.
// From: hijacking of other plugins' commands.
// manifest: {"ui":{"commands":[{"id":"mine","title":"Mine"}]},"api":{"endpoints":[{"path":"/mine","method":"GET"}]}}
// expect: value "contained"
export default async () => {
  const codes = [];
  for (const id of ["echo", "bystander.echo", "__proto__", "constructor", "workbench.action.quit", {}, null, 1, ""]) {
    try {
      codes.push(await aiHub.ui.registerCommand(id, () => {}).then(() => "taken", (error) => error.code ?? error.name));
      codes.push(await aiHub.api.handle(id, () => {}).then(() => "taken", (error) => error.code ?? error.name));
    } catch (error) {
      codes.push(error.name);
    }
  }
  await aiHub.ui.registerCommand("mine", () => {});
  return codes.every((code) => ["ERR_PERMISSION_DENIED", "ERR_INVALID_ARGUMENT", "TypeError"].includes(code)) ? "contained" : codes;
};
