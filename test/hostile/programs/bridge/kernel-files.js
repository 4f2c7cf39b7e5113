// Tries: process and device files, under a permission for the whole disk.
// From: `/proc/self/environ`, `/proc/self/mem` in Deno's and Node's permission models (CVE-2024-… ).
// allow: {"read":["/**"],"write":["/**"]}
// expect: value "contained"
const paths = ["/proc/self/environ", "/proc/self/mem", "/proc/self/fd/0", "/proc/1/root/etc/passwd", "/dev/zero", "/dev/random", "/dev/stdin", "/dev/tty",
  "/dev/fd/0", "/sys/kernel", "/proc", "/dev", "/dev/../proc/self/environ", "//proc/self/environ", "/./proc/self/cmdline", "/dev/shm/x"];
const reached = [];
for (const path of paths) {
  for (const [name, call] of Object.entries({
    read: () => aiHub.fs.readFile(path),
    list: () => aiHub.fs.readdir(path),
    stat: () => aiHub.fs.stat(path),
    exists: () => aiHub.fs.exists(path),
    write: () => aiHub.fs.writeFile(path, "x"),
    make: () => aiHub.fs.mkdir(`${path}/x`),
  })) {
    await call().then(
      () => reached.push(`${name} ${path}`),
      (error) => error.code === "ERR_PERMISSION_DENIED" || reached.push(`${name} ${path} ${error.code}`),
    );
  }
}
export default reached.length === 0 ? "contained" : reached;
