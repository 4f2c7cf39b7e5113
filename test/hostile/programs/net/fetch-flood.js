// Tries: 20,000 requests at once, each of them aborted, and aborted again.
// From: a cancel message for each call is a flood of its own.
// expect: value "contained" | fault timeout | fault memory
const reasons = new Set();
const all = [];
for (let i = 0; i < 20_000; i++) {
  const controller = new AbortController();
  all.push(fetch(`http://127.0.0.1:1/${i}`, { signal: controller.signal }).catch((error) => reasons.add(error.code)));
  if (i % 2) controller.abort();
  controller.abort();
  controller.signal.dispatchEvent(new Event("abort"));
}
await Promise.all(all);
export default [...reasons].every((code) => code === 20 || code === "ERR_PERMISSION_DENIED") ? "contained" : [...reasons];
