// Tries: a result that is a thenable which settles twice, late and with itself.
// From: CVE-2023-37466 (vm2).
// expect: value "first"
export default () => ({
  then(resolve, reject) {
    resolve("first");
    resolve("second");
    reject(new Error("third"));
    throw new Error("fourth");
  },
});
