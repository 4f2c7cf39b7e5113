// Tries: natives that make much of little: encoders, decoders, Base64, URLs.
// From: work and memory outside of the sandbox's own heap.
// expect: fault memory | fault timeout
const text = "\u{1F600}".repeat(2_000_000);
const keep = [];
for (;;) {
  keep.push(new TextEncoder().encode(text));
  keep.push(btoa("x".repeat(5_000_000)));
  keep.push(new URL(`http://x/?${"é".repeat(500_000)}`).href);
}
