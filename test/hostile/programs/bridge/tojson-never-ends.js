// Tries: a `toJSON` that returns an ever new object with a `toJSON`, and one that loops.
// From: as above.
// expect: fault timeout | fault stack | fault memory
const make = () => ({ next: { toJSON: make } });
await aiHub.config.validate(make()).catch(() => {});
await aiHub.config.validate({
  toJSON() {
    for (;;);
  },
});
