// Tries: host calls one after the other for ever: waiting for the host is not counted, what lies between is.
// From: budgets that stand still while the host works.
// expect: fault timeout
export default async () => {
  for (;;) await aiHub.config.validate(1);
};
