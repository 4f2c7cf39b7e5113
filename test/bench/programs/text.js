// Strings, maps, regular expressions and JSON: what plugins mostly do.
export default (n) => {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const rows = [];
    for (let k = 0; k < 400; k++) {
      const payee = `Payee ${(k * 7919) % 97}`;
      rows.push({
        id: k,
        payee: payee.toUpperCase(),
        cents: (k * 31) % 10007,
        tags: [payee.slice(0, 3), String(k % 5)],
      });
    }
    const totals = new Map();
    for (const row of JSON.parse(JSON.stringify(rows))) {
      const key = row.payee.replace(/\s+/g, "-");
      totals.set(key, (totals.get(key) ?? 0) + row.cents);
    }
    sum += [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).length;
  }
  return sum;
};
