// Tries: the same event subscribed, given up and subscribed again 1,000 times; each delivery must still come once.
// From: amplification: one emit, a thousand deliveries.
// manifest: {"api":{"events":["once"]}}
// expect: value 1
export default async () => {
  for (let i = 0; i < 1000; i++) {
    const off = aiHub.events.on("once", () => {});
    off();
  }
  let heard = 0;
  aiHub.events.on("once", () => heard++);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await aiHub.events.emit("once", 1);
  await new Promise((resolve) => setTimeout(resolve, 200));
  return heard;
};
