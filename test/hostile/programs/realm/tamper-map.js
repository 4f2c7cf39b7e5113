// Tries: `Map.prototype` under the bridge's table of waiting calls, to answer one call with another's reply.
// From: primordials in Node's own internals.
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const { get, set } = Map.prototype;
const captured = [];
Map.prototype.set = function (key, value) {
  if (typeof value?.resolve === "function") captured.push(value);
  return set.call(this, key, value);
};
Map.prototype.get = function (key) {
  return get.call(this, key) ?? captured[0];
};
const results = await Promise.allSettled([aiHub.fs.readFile("./data.txt"), aiHub.fs.readFile("../secret.txt")]);
const said = results.map((r) => r.value?.trim() ?? r.reason?.code).join();
Object.assign(Map.prototype, { get, set });
export default said === "public,ERR_PERMISSION_DENIED" ? "contained" : said;
