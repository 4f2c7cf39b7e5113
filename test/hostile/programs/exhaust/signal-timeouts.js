// Tries: AbortSignal.timeout a hundred thousand times: timers by another door.
// From: every door to one budget.
// expect: error QuotaExceededError
for (let i = 0; i < 100_000; i++) AbortSignal.timeout(60_000);
