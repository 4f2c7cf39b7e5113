// Tries: a thousand questions to the person at once, each for another file.
// From: prompt fatigue (Deno prompts; "ask until they say yes").
// manifest: {"permissions":{"filesystem":{"read":["./**"]}}}
// expect: value "refused"
export default async () => {
  const calls = [];
  for (let i = 0; i < 1000; i++) calls.push(aiHub.fs.readFile(`./file-${i}`));
  const settled = await Promise.allSettled(calls);
  return settled.every(({ reason }) => reason?.code === "ERR_PERMISSION_DENIED") ? "refused" : "taken";
};
