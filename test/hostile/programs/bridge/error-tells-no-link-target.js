// Tries: to learn where a link leads from the wording of the refusal.
// From: information leaks in error messages.
// allow: {"read":["./**"]}
// expect: value "contained"
const texts = [];
for (const path of ["link.txt", "up", "dangling", "loop", "up/nothing", "fifo/x", "data.txt/x"]) {
  await aiHub.fs.readFile(path).catch((error) => texts.push(`${error.message} ${error.hint ?? ""} ${error.stack ?? ""}`));
}
const leaks = texts.filter((text) => /\/tmp\/|\/var\/|aihub-test|secret/.test(text));
export default leaks.length === 0 && texts.length === 7 ? "contained" : leaks;
