// Tries: one timer more than may be pending.
// From: the timer budget of the issue.
// expect: error QuotaExceededError
for (let i = 0; i < 10_001; i++) setTimeout(() => {}, 60_000);
