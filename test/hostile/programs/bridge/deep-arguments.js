// Tries: 100,000 levels of nesting as an argument: QuickJS recurses, the host would too.
// From: deep values overflow the native stack first.
// expect: value "refused" | fault stack | fault timeout
let deep = [];
for (let i = 0; i < 100_000; i++) deep = [deep];
export default aiHub.config.validate(deep).then(
  () => "taken",
  () => "refused",
);
