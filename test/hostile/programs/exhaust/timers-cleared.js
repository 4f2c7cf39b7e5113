// Tries: a million timers made and cleared at once: nothing is pending, yet each crosses to the worker.
// From: churn instead of growth.
// expect: value "done" | fault timeout
for (let i = 0; i < 1_000_000; i++) clearTimeout(setTimeout(() => {}, 60_000));
export default "done";
