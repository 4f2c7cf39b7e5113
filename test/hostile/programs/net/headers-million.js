// Tries: header lists without end.
// From: quadratic header handling; the size of a host call.
// allow: {"net":["localhost:*"]}
// expect: value "contained" | fault timeout | fault memory
const odd = [];
for (const count of [300, 3000, 1_000_000]) {
  const headers = [];
  for (let i = 0; i < count; i++) headers.push([`x-${i}`, "y"]);
  await fetch("http://localhost:1/", { headers }).then(() => odd.push(count), (error) => error.code === "ERR_IO" && odd.push([count, error.message]));
}
export default odd.length === 0 ? "contained" : odd;
