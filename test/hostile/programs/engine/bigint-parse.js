// Tries: a BigInt parsed from a million digits, and shifts by amounts that do not fit.
// From: as bigint-power.
// expect: fault timeout | fault memory | error RangeError
const big = BigInt("7".repeat(1_000_000));
export default String(big << big);
