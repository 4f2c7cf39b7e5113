// Tries: schemes behind which there are files, sockets or code, all domains allowed.
// From: SSRF by gopher and file; undici and curl with unix sockets.
// allow: {"net":["example.com:*","localhost:*"]}
// expect: value "contained"
const urls = ["file:///etc/passwd", "file://localhost/etc/passwd", "data:text/plain,x", "blob:http://localhost/1", "javascript:1", "ftp://localhost/",
  "gopher://localhost:70/_x", "dict://localhost:11211/", "ldap://localhost/", "ws://localhost/", "wss://example.com/", "unix:/var/run/docker.sock",
  "http+unix://%2Fvar%2Frun%2Fdocker.sock/info", "npipe:////./pipe/docker", "about:blank", "chrome://version", "vscode://x", "view-source:http://localhost"];
const odd = [];
for (const url of urls) {
  await fetch(url).then(() => odd.push(url), (error) => {
    if (error.code !== "ERR_PERMISSION_DENIED" || !error.message.startsWith("Protocol not permitted: ")) odd.push([url, error.message]);
  });
}
export default odd.length === 0 ? "contained" : odd;
