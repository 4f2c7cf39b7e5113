// Tries: a string of 50 MB as argument; the sandbox has 64 MB.
// From: size checks that come after the copy.
// expect: value "refused" | fault memory
const text = "x".repeat(50_000_000);
export default aiHub.config.validate(text).then(
  () => "taken",
  () => "refused",
);
