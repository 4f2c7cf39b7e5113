// Tries: the decimal digits of a BigInt of ten million bits: quadratic without an interrupt.
// From: as bigint-power.
// expect: fault timeout | fault memory | error RangeError | value 313231
export default (3n ** 656_000n).toString().length + (1n << 1_000_000n).toString().length - 301_030;
