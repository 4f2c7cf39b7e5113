// Tries: a hundred notifications (in less than the ten seconds that five are for, also on a busy machine).
// From: the issue: five get through.
// manifest: {"permissions":{"system":{"notifications":true}}}
// allow: {"system":["notifications"]}
// expect: value [5,"ERR_QUOTA"]
export default async () => {
  const calls = [];
  for (let i = 0; i < 100; i++) calls.push(aiHub.ui.showNotification(`n${i}`));
  const settled = await Promise.allSettled(calls);
  const codes = new Set(settled.filter((s) => s.status === "rejected").map((s) => s.reason.code));
  return [settled.filter((s) => s.status === "fulfilled").length, [...codes].join()];
};
