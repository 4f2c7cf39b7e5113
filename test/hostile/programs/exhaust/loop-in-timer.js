// Tries: an endless loop in a timer while the call sleeps.
// From: as loop-after-await.
// expect: fault timeout
export default () => {
  setTimeout(() => {
    for (;;);
  }, 10);
  return new Promise(() => {});
};
