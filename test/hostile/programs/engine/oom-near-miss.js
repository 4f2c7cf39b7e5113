// Tries: to stay just below the limit for long: each allocation succeeds only after a collection.
// From: collectors that thrash.
// expect: value "alive" | fault memory | fault timeout
let keep = [];
for (let round = 0; round < 30; round++) {
  keep = [];
  for (let i = 0; i < 30; i++) keep.push(new Uint8Array(1_000_000));
}
export default "alive";
