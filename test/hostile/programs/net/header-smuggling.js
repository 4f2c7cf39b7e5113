// Tries: a second request inside the first, by headers, methods and URLs with line breaks.
// From: CVE-2022-31150 and CVE-2022-35949 (undici); CVE-2018-12116 (Node).
// allow: {"net":["localhost:*"]}
// expect: value "contained"
const evil = ["a\r\nHost: evil", "a\nb: c", "a\0b", "a\u{10a}\u{10d}b", "\u560a\u560dx: y"];
const sent = [];
for (const text of evil) {
  for (const init of [{ headers: { "x-a": text } }, { headers: [[text, "1"]] }, { method: text }, { method: "GET", headers: [["content-length", text]] }]) {
    await fetch("http://localhost:1/", init).then(() => sent.push(text), (error) => {
      if (error.code === "ERR_IO") sent.push([text, Object.keys(init)]);
    });
  }
}
export default sent.length === 0 ? "contained" : sent;
