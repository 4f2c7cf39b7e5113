// Tries: promises where values belong; they are empty objects as JSON.
// From: quickjs-emscripten: dumping a promise handle frees it.
// allow: {"read":["./**"]}
// expect: value ["ERR_INVALID_ARGUMENT","ERR_INVALID_ARGUMENT","ERR_INVALID_ARGUMENT"]
const code = (error) => error.code;
export default Promise.all([
  aiHub.fs.readFile(Promise.resolve("./data.txt")).catch(code),
  aiHub.fs.stat(new Promise(() => {})).catch(code),
  aiHub.config.set(Promise.resolve("x"), Promise.resolve(1)).catch(code),
]);
