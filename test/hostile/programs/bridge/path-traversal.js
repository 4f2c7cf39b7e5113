// Tries: every spelling of a way out of the plugin's folder, for reading.
// From: OWASP path traversal list; Node permission model bypasses (CVE-2023-30584, CVE-2024-21891).
// allow: {"read":["./**"]}
// expect: value "contained"
const paths = ["../secret.txt", "./../secret.txt", "././../secret.txt", "x/../../secret.txt", "./data.txt/../../secret.txt", "..//secret.txt",
  ".//..//secret.txt", "up/secret.txt", "up/plugin/up/secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "..\\secret.txt", "\u2025/secret.txt",
  "file:///etc/passwd", "~/.ssh/id_rsa", "${workspaceFolder}/../secret.txt", "${workspaceFolder}", "/etc/passwd", "//etc/passwd", "/", "..", "../",
  "\\\\?\\C:\\Windows\\win.ini", "C:\\Windows\\win.ini", "./data.txt:stream", "link.txt", "./link.txt", "loop", "dangling"];
const read = [];
for (const path of paths) {
  for (const call of [() => aiHub.fs.readFile(path), () => aiHub.fs.stat(path), () => aiHub.fs.readdir(path)]) {
    await call().then(
      (value) => read.push([path, String(value).slice(0, 20)]),
      (error) => {
        if (typeof error.code !== "string") read.push([path, "untyped"]);
      },
    );
  }
}
export default read.length === 0 ? "contained" : read;
