// Tries: this machine and its network under every spelling, with a permission for one host of the internet.
// From: OWASP SSRF cheat sheet; CVE-2024-29415 (ip), CVE-2021-28918 (netmask), orange.tw "A New Era of SSRF".
// allow: {"net":["example.com:*","*.example.com:*"]}
// expect: value "contained"
const hosts = ["127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "0", "0.0.0.0", "[::]",
  "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "LOCALHOST.", "a.localhost",
  "①②⑦.⓪.⓪.①", "127。0。0。1", "%31%32%37.0.0.1", "169.254.169.254", "2852039166", "[fd00:ec2::254]", "metadata.google.internal", "10.0.0.1",
  "192.168.0.1", "172.16.0.1", "100.64.0.1", "168.63.129.16", "example.com@127.0.0.1", "127.0.0.1#example.com", "127.0.0.1\\@example.com",
  "127.0.0.1%2f@example.com", "example.com.evil.test", "evilexample.com", "example.com%00.evil.test", "example.com:80@evil.test", "[::1%25lo]"];
const answered = [];
for (const host of hosts) {
  for (const scheme of ["http://", "https://", "http:\\\\", "HTTP:/"]) {
    await fetch(scheme + host).then(() => answered.push(host), (error) => {
      const refused = error.code === "ERR_PERMISSION_DENIED" || error.code === "ERR_INVALID_ARGUMENT" || error.code === "ERR_INVALID_URL";
      if (!refused && error.message !== "Request: a URL with a user name or password is not allowed; send an Authorization header") answered.push([host, error.code]);
    });
  }
}
export default answered.length === 0 ? "contained" : answered;
