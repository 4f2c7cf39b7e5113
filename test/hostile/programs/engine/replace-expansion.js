// Tries: a replacement that repeats the match: 10^5 times 10^4.
// From: an experiment: this never asks for an interrupt.
// expect: fault timeout | fault memory
export default "x".repeat(1e5).replace(/x/g, "$&".repeat(1e4)).length;
