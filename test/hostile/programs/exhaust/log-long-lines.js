// Tries: lines of megabytes.
// From: limits that count lines but not characters.
// expect: value "done" | fault timeout | fault memory
const text = "x".repeat(1_000_000);
for (let i = 0; i < 2000; i++) aiHub.log.info(text, text);
export default "done";
