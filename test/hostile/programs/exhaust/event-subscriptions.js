// Tries: subscriptions to fifty thousand events.
// From: listeners kept by the host, one a call.
// manifest: {}
// expect: value "done" | fault timeout
export default async () => {
  for (let i = 0; i < 50_000; i++) aiHub.events.on(`e${i}`, () => {});
  await aiHub.config.validate(1);
  return "done";
};
