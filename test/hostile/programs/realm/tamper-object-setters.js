// Tries: setters and getters on Object.prototype for every key the bridge might write or miss.
// From: prototype pollution gadgets in Node (CVE-2019-… "silent spring").
// allow: {"read":["./data.txt"]}
// expect: value "contained"
const caught = [];
for (const key of ["path", "as", "id", "ok", "json", "bytes", "resolve", "reject", "code", "hint", "signal", "message"]) {
  Object.defineProperty(Object.prototype, key, {
    configurable: true,
    get: () => (key === "path" ? "../secret.txt" : undefined),
    set(value) {
      caught.push([key, typeof value]);
    },
  });
}
let result;
try {
  result = await aiHub.fs.readFile("../secret.txt").then(
    (text) => text,
    (error) => error.message,
  );
} catch (error) {
  result = String(error);
}
for (const key of ["path", "as", "id", "ok", "json", "bytes", "resolve", "reject", "code", "hint", "signal", "message"]) delete Object.prototype[key];
export default /secret text/.test(String(result)) ? result : "contained";
