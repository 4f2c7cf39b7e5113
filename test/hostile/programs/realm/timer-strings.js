// Tries: code in a string handed to the timers, which a browser would compile.
// From: HTML "timer initialization steps", string handlers.
// expect: value "contained"
globalThis.ran = 0;
const answers = [];
for (const start of [setTimeout, setInterval, queueMicrotask]) {
  try {
    start("globalThis.ran++", 0);
    answers.push("taken");
  } catch (error) {
    answers.push(error.name);
  }
}
await new Promise((resolve) => setTimeout(resolve, 30));
export default globalThis.ran === 0 && answers.every((a) => a === "TypeError") ? "contained" : [globalThis.ran, answers];
