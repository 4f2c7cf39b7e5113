// Tries: to resolve and reject its waiting host calls itself, and to have a later reply land elsewhere.
// From: guessable call ids in postMessage bridges.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const { set } = Map.prototype;
const waiting = [];
Map.prototype.set = function (key, value) {
  if (typeof value?.resolve === "function") waiting.push(value);
  return set.call(this, key, value);
};
const first = aiHub.fs.readFile("../secret.txt");
const second = aiHub.fs.readFile("./data.txt");
await null;
waiting[0].resolve({ value: "forged" });
for (const entry of waiting) entry.reject.call(null, "x");
waiting[0].resolve({ value: "again" });
const answers = await Promise.allSettled([first, second]);
export default /secret text/.test(JSON.stringify(answers)) ? answers : "contained";
