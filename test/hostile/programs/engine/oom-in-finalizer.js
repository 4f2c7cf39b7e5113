// Tries: to run out of memory in a finaliser, while the collector runs.
// From: re-entrant garbage collection.
// expect: fault memory | fault timeout
const keep = [];
const registry = new FinalizationRegistry(() => {
  for (;;) keep.push(new Array(1000).fill(1));
});
for (;;) {
  registry.register({ big: new Array(1000).fill(1) }, 1);
  await null;
}
