// Tries: module specifiers that the bundler cannot see: built-ins, files, data URLs, the prelude itself.
// From: CVE-2023-32314 (vm2) and bundler escapes by computed `import()`.
// expect: value "contained"
const loaded = [];
const names = [
  ["node", "fs"].join(":"),
  ["f", "s"].join(""),
  ["file", "///etc/passwd"].join(":"),
  ["data", "text/javascript,export default 1"].join(":"),
  ["http", "//127.0.0.1/x.js"].join(":"),
  ["aihub", "prelude"].join(":"),
  ["/etc/", "passwd"].join(""),
  ["s", "td"].join(""),
  ["o", "s"].join(""),
  ["__proto", "__"].join(""),
  ["construc", "tor"].join(""),
  [""].join(""),
];
for (const name of names) {
  try {
    await import(name);
    loaded.push(name);
  } catch (error) {
    if (!/Cannot find module|not/.test(error.message)) loaded.push(`${name}: ${error.message}`);
  }
}
export default loaded.length === 0 ? "contained" : loaded;
