// Tries: a BigInt as result.
// From: JSON.stringify throws.
// expect: error TypeError
export default 10n ** 30n;
