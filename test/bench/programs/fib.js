// Calls and integers.
export default (n) => {
  const fib = (k) => (k < 2 ? k : fib(k - 1) + fib(k - 2));
  let sum = 0;
  for (let i = 0; i < n; i++) sum += fib(21);
  return sum;
};
