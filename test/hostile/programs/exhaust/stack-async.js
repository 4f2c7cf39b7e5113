// Tries: recursion through async functions, generators and promise executors.
// From: as stack-natives.
// expect: value "done" | fault stack | fault memory | fault timeout
const told = [];
const dive = async () => {
  await dive();
};
await dive().catch((error) => told.push(error.message));
function* generate() {
  yield* generate();
}
try {
  generate().next();
} catch (error) {
  told.push(error.message);
}
const execute = () => new Promise(() => execute());
await execute().catch?.((error) => told.push(error.message));
export default told.length >= 1 ? "done" : told;
