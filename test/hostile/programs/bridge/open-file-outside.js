// Tries: to have the editor open files that it may not read.
// From: confused deputy: the editor may read all.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const codes = [];
for (const path of ["../secret.txt", "link.txt", "/etc/passwd", "/proc/self/environ", "command:workbench.action.quit", "vscode://x/y", "https://example.com", "fifo"]) {
  codes.push(await aiHub.ui.openFile(path).then(() => "opened", (error) => error.code));
}
export default codes.every((code) => code === "ERR_PERMISSION_DENIED") ? "contained" : codes;
