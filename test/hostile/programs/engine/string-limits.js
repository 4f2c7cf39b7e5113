// Tries: repeat, padStart, concat and normalize at and beyond the longest string.
// From: integer overflow of string lengths (2^30-1 in QuickJS).
// expect: value "alive" | fault memory | fault timeout
let refused = 0;
for (const use of [
  () => "x".repeat(2 ** 30),
  () => "x".repeat(2 ** 31),
  () => "x".repeat(Infinity),
  () => "abc".padStart(2 ** 30, "x"),
  () => "".padEnd(2 ** 53),
  () => "\ufdfa".repeat(1_000_000).normalize("NFKD").length,
  () => "x".concat(..."y".repeat(10)),
  () => String.raw({ raw: { length: 2 ** 31 } }),
]) {
  try {
    use();
  } catch (error) {
    if (error instanceof Error) refused++;
  }
}
export default refused > 0 ? "alive" : refused;
