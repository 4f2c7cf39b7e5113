// Tries: a call that sleeps past its time in short naps.
// From: CPU limits that do not see a sleeper.
// expect: fault timeout
export default async () => {
  for (;;) await new Promise((resolve) => setTimeout(resolve, 5));
};
