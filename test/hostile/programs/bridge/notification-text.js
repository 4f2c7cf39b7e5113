// Tries: bidirectional controls, newlines, markup and length in what a person is shown.
// From: Trojan Source (CVE-2021-42574); Deno's prompt spoofing (CVE-2023-28446).
// manifest: {"permissions":{"system":{"notifications":true}}}
// allow: {"system":["notifications"]}
// expect: value ["answered","answered","ERR_INVALID_ARGUMENT","ERR_INVALID_ARGUMENT"]
export default async () => {
  const told = [];
  for (const [text, type] of [
    ["\u202eevil\u2066\n\r\x1b[31m<b>[Allow](command:x)</b>", "info"],
    ["x".repeat(90_000), "warning"],
    ["x".repeat(200_000), "info"],
    ["x", "__proto__"],
  ]) {
    told.push(await aiHub.ui.showNotification(text, type).then(() => "answered", (error) => error.code));
  }
  return told;
};
