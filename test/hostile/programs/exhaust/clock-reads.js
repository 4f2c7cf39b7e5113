// Tries: to do nothing but read clocks, which are host calls of the cheapest kind.
// From: natives must count as guest time.
// expect: fault timeout
for (;;) performance.now();
