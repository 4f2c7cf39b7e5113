// Tries: URL parts named like properties of the host's URL object, and texts with NUL and lone surrogates.
// From: the URL parser runs outside of the sandbox.
// expect: value "contained"
const url = new URL("http://user:pass@example.com:81/a?b#c");
const bad = [];
for (const part of ["href", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"]) {
  for (const text of ["\0", "\ud800", "x".repeat(100_000), "__proto__", "javascript:1", "//evil", "\r\nHost: x"]) {
    try {
      url[part] = text;
      if (typeof url.href !== "string" || Object.getPrototypeOf(url) !== URL.prototype) bad.push(part);
    } catch (error) {
      if (error.name !== "TypeError") bad.push(`${part}: ${error}`);
    }
  }
}
try {
  url.origin = "https://evil.example";
} catch {}
if (url.origin.includes("evil.example/")) bad.push("origin");
export default bad.length === 0 && typeof url.toString() === "string" ? "contained" : bad;
