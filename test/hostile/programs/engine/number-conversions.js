// Tries: toString in every radix, toFixed(100), parsing of a million digits.
// From: dtoa buffers of fixed size.
// expect: value "alive" | fault timeout
let total = 0;
for (const number of [Number.MAX_VALUE, Number.MIN_VALUE, -Number.MAX_VALUE, 1 / 3, 2 ** 1023, 5e-324]) {
  for (let radix = 2; radix <= 36; radix++) total += number.toString(radix).length;
  for (const digits of [0, 20, 100]) total += number.toFixed(digits).length + number.toExponential(digits).length + (digits > 0 ? number.toPrecision(digits).length : 0);
}
total += Number(`0.${"1".repeat(500_000)}e-5`) + Number(`${"9".repeat(500_000)}`) + parseFloat("1".repeat(500_000)) > 0 ? 1 : 0;
export default total > 0 ? "alive" : total;
