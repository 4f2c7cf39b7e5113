// Tries: a BigInt of 2^30 bits and its decimal digits.
// From: arbitrary precision arithmetic without interrupts.
// expect: fault timeout | fault memory | error RangeError
const big = 2n ** (2n ** 30n);
export default big.toString().length;
