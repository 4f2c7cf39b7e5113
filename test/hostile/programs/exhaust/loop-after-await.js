// Tries: an endless loop in a continuation, where no call is on the stack.
// From: deadlines that cover the first entry only.
// expect: fault timeout
export default async () => {
  await aiHub.config.validate(1);
  await null;
  for (;;);
};
