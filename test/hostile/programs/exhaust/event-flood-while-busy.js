// Tries: ten thousand large events to itself, and then no ear for them.
// From: deliveries that pile up in the host for a receiver that does not listen.
// manifest: {"api":{"events":["big"]}}
// expect: fault timeout | fault memory
export default async () => {
  aiHub.events.on("big", () => {
    for (;;);
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const data = "x".repeat(500_000);
  const calls = [];
  for (let i = 0; i < 10_000; i++) calls.push(aiHub.events.emit("big", data));
  await Promise.allSettled(calls);
  return new Promise(() => {});
};
