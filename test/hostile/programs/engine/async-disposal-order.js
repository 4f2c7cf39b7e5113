// Tries: async functions abandoned while suspended in try, catch and finally, by the thousand, then collected.
// From: quickjs-emscripten #257: aborts when such functions are freed.
// expect: value "alive" | fault memory | fault timeout
async function abandoned(i) {
  try {
    await new Promise(() => {});
  } catch {
    await new Promise(() => {});
  } finally {
    await i;
  }
}
for (let i = 0; i < 20_000; i++) void abandoned({ i });
for (let i = 0; i < 100; i++) new Array(10_000).fill(i);
await null;
export default "alive";
