// Tries: where the host keeps things, from `import.meta`.
// From: `import.meta.url`, `dirname`, `resolve` in Node and Deno.
// expect: value "contained"
const meta = import.meta;
const told = Reflect.ownKeys(meta).map((key) => `${String(key)}=${String(meta[key])}`);
const leaks = told.filter((text) => /\/(tmp|home|work|usr|var|Users)\b|node_modules|resolve=|dirname=|filename=/.test(text));
export default leaks.length === 0 && Object.getPrototypeOf(meta) === null ? "contained" : leaks;
