// Tries: the same ways out for writing, making folders and removing.
// From: zip-slip and symlink attacks.
// allow: {"write":["./**"],"read":["./**"]}
// expect: value "contained"
const paths = ["../outside", "up/outside", "dangling", "dangling/x", "link.txt", "loop", "loop/x", "x/../../outside", "/tmp/../outside-of-aihub", "..", "up"];
const done = [];
for (const path of paths) {
  for (const [name, call] of Object.entries({
    write: () => aiHub.fs.writeFile(path, "owned"),
    mkdir: () => aiHub.fs.mkdir(path),
    rm: () => aiHub.fs.rm(path, { recursive: true }),
  })) {
    await call().then(
      () => done.push(`${name} ${path}`),
      (error) => {
        if (typeof error.code !== "string") done.push(`${name} ${path} untyped`);
      },
    );
  }
}
export default done.length === 0 ? "contained" : done;
