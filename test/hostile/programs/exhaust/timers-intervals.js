// Tries: 9,999 intervals of no delay, each doing a little.
// From: timer starvation.
// expect: fault timeout
let n = 0;
for (let i = 0; i < 9_999; i++) setInterval(() => n++, 0);
export default () => new Promise(() => {});
