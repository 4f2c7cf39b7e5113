// Tries: an event whose handler emits the event twice: an avalanche through the host.
// From: feedback loops in event buses.
// manifest: {"api":{"events":["ping"]}}
// expect: value "started" | fault timeout | fault memory
export default async () => {
  aiHub.events.on("ping", () => {
    void aiHub.events.emit("ping", 1);
    void aiHub.events.emit("ping", 2);
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  void aiHub.events.emit("ping", 0);
  await new Promise((resolve) => setTimeout(resolve, 500));
  return "started";
};
