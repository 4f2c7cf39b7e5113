// Tries: 100,000 host calls, none awaited, and no answer taken.
// From: the issue: "a flood of host calls".
// expect: value "done" | fault timeout | fault memory
for (let i = 0; i < 100_000; i++) void aiHub.config.validate(i);
export default "done";
