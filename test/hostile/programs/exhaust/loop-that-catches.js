// Tries: an endless loop inside `try`, `catch` and `finally`, so that the interruption might be caught.
// From: quickjs-emscripten documentation: interrupts are uncatchable, but `finally` was once run.
// expect: fault timeout
for (;;) {
  try {
    for (;;);
  } catch {
    for (;;);
  } finally {
    for (;;);
  }
}
