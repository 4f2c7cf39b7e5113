// Tries: promises that wait for ever, kept by the prelude as handlers.
// From: leaks through pending tables.
// expect: fault memory | fault timeout
for (;;) void Promise.race([new Promise(() => {}), new Promise(() => {})]).then(() => {});
