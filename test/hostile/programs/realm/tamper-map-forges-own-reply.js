// Tries: to settle its own host call with a value of its choice, before the host answers.
// From: as tamper-map: what is forged must fool the plugin alone.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const { set } = Map.prototype;
Map.prototype.set = function (key, value) {
  if (typeof value?.resolve === "function") value.resolve({ value: "forged", bytes: undefined });
  return set.call(this, key, value);
};
const answer = await aiHub.fs.readFile("../secret.txt").catch((error) => error.code);
export default /secret text/.test(JSON.stringify(answer)) ? answer : "contained";
