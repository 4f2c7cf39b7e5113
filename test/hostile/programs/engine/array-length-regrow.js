// Tries: an array that shrinks in `valueOf` of the length it is set to, then grows.
// From: an experiment: memory corruption of quickjs-ng 0.12 (array length regrow).
// expect: value "alive" | fault memory | fault timeout
const list = new Array(1000).fill({});
for (let i = 0; i < 1000; i++) {
  list.length = {
    valueOf() {
      list.length = 0;
      return 5000;
    },
  };
  list.length = 2 ** 32 - 1;
  list.length = 10;
  list.push(i);
}
export default list.length === 11 ? "alive" : list.length;
