// Tries: relative specifiers that climb above the plugin's root, straight and through odd spellings.
// From: path traversal in module loaders.
// expect: value "contained"
const loaded = [];
for (const up of ["..", "../..", "./../../..", "./x/../../..", ".//..//..", "./%2e%2e/%2e%2e", ".\\..\\.."]) {
  try {
    await import([up, "etc/passwd"].join("/"));
    loaded.push(up);
  } catch {}
}
export default loaded.length === 0 ? "contained" : loaded;
