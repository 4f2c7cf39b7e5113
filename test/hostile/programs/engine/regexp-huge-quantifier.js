// Tries: quantifiers of two milliards, nested, and thousands of groups.
// From: QuickJS regexp compiler limits.
// expect: value "alive" | fault timeout | fault memory
let told = 0;
for (const source of ["(?:a{2147483647}){2147483647}", "(".repeat(5000) + ")".repeat(5000), "(?:".repeat(20_000) + ")".repeat(20_000), `[${"a-z".repeat(50_000)}]`, "(?<a>x)".repeat(300), "\\p{L}".repeat(20_000)]) {
  try {
    new RegExp(source, "u").test("a");
  } catch (error) {
    told += error instanceof Error ? 1 : 0;
  }
}
export default told >= 1 ? "alive" : told;
