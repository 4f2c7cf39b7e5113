// Tries: a million timers, after making every Map say that it is empty.
// From: a bound that is kept in the guest's realm is no bound.
// expect: error ERR_PLUGIN
Object.defineProperty(Map.prototype, "size", { get: () => 0 });
for (let i = 0; i < 1_000_000; i++) setTimeout(() => {}, 60_000);
