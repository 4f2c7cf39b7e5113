// Tries: dates at and beyond their range, parsed from long and odd texts.
// From: Date.parse is a hand-written parser.
// expect: value "alive" | fault timeout
let told = 0;
for (const text of ["9".repeat(100_000), "-".repeat(100_000), "Jan ".repeat(20_000), "+275760-09-13T00:00:00.001Z", "\0", "(".repeat(50_000), "2020-01-01T00:00:00+99:99", "1e400"]) {
  if (Number.isNaN(Date.parse(text))) told++;
}
for (const time of [8.64e15, -8.64e15, 8.64e15 + 1, Number.NaN, -1e-7]) {
  const date = new Date(time);
  date.setFullYear(1e308, -1e308, 2 ** 31);
  date.setMinutes(Infinity);
  try {
    date.toISOString();
  } catch {
    told++;
  }
  told += String(date).length > 0 ? 1 : 0;
}
export default told > 10 ? "alive" : told;
