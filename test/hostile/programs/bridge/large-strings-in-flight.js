// Tries: 200 arguments of 8 MB each, none awaited: 1.6 GB in the host's memory if all were on their way at once.
// From: limits that count calls but not bytes.
// expect: value "refused" | fault memory | fault timeout
const text = "x".repeat(8_000_000);
const calls = [];
for (let i = 0; i < 200; i++) calls.push(aiHub.config.validate(text));
const settled = await Promise.allSettled(calls);
export default settled.some(({ status }) => status === "rejected") ? "refused" : "taken";
