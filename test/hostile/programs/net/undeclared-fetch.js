// Tries: the network without any permission, through every door.
// From: the rule that what is not declared is denied.
// expect: value "contained"
const attempts = [() => fetch("https://example.com"), () => fetch(new Request("http://127.0.0.1")), () => fetch(new URL("http://localhost:80/")),
  () => fetch("http://[::1]/"), () => fetch("https://example.com", { method: "POST", body: "x" }), () => fetch({ toString: () => "http://10.0.0.1/" })];
const codes = [];
for (const attempt of attempts) codes.push(await attempt().then(() => "answered", (error) => error.code));
export default aiHub.http === undefined && codes.every((code) => code === "ERR_PERMISSION_DENIED") ? "contained" : codes;
