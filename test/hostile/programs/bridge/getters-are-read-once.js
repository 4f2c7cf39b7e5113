// Tries: getters in arguments that answer differently each time: once for the check, once for the use.
// From: time-of-check to time-of-use across a membrane.
// allow: {"write":["./out/**"]}
// expect: value [1,"TypeError",1]
let reads = 0;
const data = {
  get byteLength() {
    reads++;
    return reads;
  },
};
const panel = {
  get id() {
    reads++;
    return reads === 1 ? "main" : "other";
  },
};
await aiHub.ui.createPanel(panel).catch(() => {});
const once = reads;
const result = await aiHub.fs.writeFile("./out/x", data).then(
  () => "written",
  (error) => error.name,
);
export default [once, result, reads]; // what is not bytes is refused before its length is read
