// Tries: labels and options that name properties of the host's own objects.
// From: dictionaries indexed by guest text.
// expect: value "contained"
const taken = [];
for (const label of ["constructor", "__proto__", "toString", "../utf-8", "utf-8\0", "\ud800", "", " utf-8 ", "x".repeat(100_000)]) {
  try {
    const { encoding } = new TextDecoder(label);
    if (encoding !== "utf-8") taken.push(encoding);
  } catch (error) {
    if (error.name !== "RangeError") taken.push(error.name);
  }
}
export default taken.length === 0 ? "contained" : taken;
