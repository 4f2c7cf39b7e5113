// Tries: delays that are negative, infinite, huge or objects that throw.
// From: Node fires a delay above 2^31 at once, with a warning.
// expect: value ["Error"]
const told = [];
for (const delay of [-1, Infinity, 2 ** 31, 2 ** 53, Number.NaN, "x", null, { valueOf: () => { throw new Error("delay"); } }]) {
  try {
    clearTimeout(setTimeout(() => {}, delay));
    clearTimeout(delay === null ? { valueOf: () => 1 } : undefined);
  } catch (error) {
    told.push(error.name);
  }
}
export default told;
