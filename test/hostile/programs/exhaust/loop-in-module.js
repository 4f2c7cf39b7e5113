// Tries: an endless loop while the module is evaluated.
// From: the first thing anybody tries.
// expect: fault timeout
for (;;);
