// Tries: more host calls than may wait.
// From: as above.
// expect: value "refused" | fault timeout | fault memory
const calls = [];
for (let i = 0; i < 150_000; i++) calls.push(aiHub.config.validate(i));
const settled = await Promise.allSettled(calls);
export default settled.some(({ status }) => status === "rejected") ? "refused" : "taken";
