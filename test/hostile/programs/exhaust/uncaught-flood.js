// Tries: half a million errors that nobody catches, each with a long message.
// From: reports that do not go through the log's budget.
// expect: value "done" | fault timeout | fault memory
const message = "m".repeat(10_000);
for (let i = 0; i < 500_000; i++) reportError({ message, stack: message });
export default "done";
