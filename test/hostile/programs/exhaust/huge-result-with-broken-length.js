// Tries: the same after breaking what the prelude might measure with.
// From: bounds in the guest's realm.
// expect: error ERR_QUOTA | fault memory
Object.prototype.toJSON = undefined;
String.prototype.slice = () => "";
Object.defineProperty(String.prototype, "length", { value: 0, configurable: false });
export default () => ["x".repeat(9_000_000), "y".repeat(9_000_000)];
