// Tries: prototypes of what host calls return (objects, arrays, bytes), in search of a host realm's.
// From: the membrane bugs of vm2 and of Figma's first realms design.
// allow: {"read":["./**"]}
// expect: value "contained"
const stat = await aiHub.fs.stat("./data.txt");
const names = await aiHub.fs.readdir(".");
const bytes = await aiHub.fs.readFile("./data.txt", "bytes");
const ok =
  Object.getPrototypeOf(stat) === Object.prototype &&
  Object.getPrototypeOf(names) === Array.prototype &&
  Object.getPrototypeOf(bytes) === Uint8Array.prototype &&
  Object.getPrototypeOf(bytes.buffer) === ArrayBuffer.prototype &&
  Reflect.ownKeys(stat).join() === "type,size,mtimeMs";
export default ok ? "contained" : "foreign";
