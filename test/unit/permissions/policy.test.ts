import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { forbids, NO_POLICY, parsePolicy, policyFor } from "../../../runtime/core/permissions/policy.ts";

const parse = (policy: object) => parsePolicy(JSON.stringify({ version: 1, ...policy }));

describe("policies", () => {
  it("are JSON with comments", () => {
    const policy = parsePolicy(`{
      // for everybody
      "version": 1,
      "plugins": { "allow": ["good", "old@<2"], "deny": ["good@1.2.x"] },
      "deny": { "net": true, "read": ["/etc/**"] },
      "limits": { "timeoutMs": 1000, "memoryMB": 64 },
      "prompts": false,
    }`);
    assert.deepEqual(policy, {
      allowedPlugins: [
        { text: "good", id: "good", range: "*" },
        { text: "old@<2", id: "old", range: "<2" },
      ],
      forbiddenPlugins: [{ text: "good@1.2.x", id: "good", range: "1.2.x" }],
      deny: { net: "all", read: ["/etc/**"] },
      limits: { timeoutMs: 1000, memoryMB: 64 },
      prompts: false,
    });
    assert.deepEqual(parse({}), NO_POLICY);
    assert.deepEqual(parse({ $schema: "x", plugins: {}, deny: {}, limits: {}, prompts: true }), NO_POLICY);
  });

  it("may begin with a byte order mark", () => {
    assert.deepEqual(parsePolicy('\uFEFF{"version":1,"prompts":false}').prompts, false);
  });

  const broken: [string, RegExp][] = [
    ["", /ValueExpected in line 1/],
    ['{\n"version": 1,\n!}', /in line 3$/],
    ["[]", /the policy is not an object/],
    ["null", /the policy is not an object/],
    ["{}", /"version" must be 1/],
    ['{"version":2}', /"version" must be 1/],
    ['{"version":1,"denny":{}}', /the policy has no "denny"/],
    ['{"version":1,"plugins":{"forbid":[]}}', /plugins has no "forbid"/],
    ['{"version":1,"plugins":[]}', /plugins is not an object/],
    ['{"version":1,"plugins":{"deny":"x"}}', /"plugins.deny" is not a list of strings/],
    ['{"version":1,"plugins":{"deny":[1]}}', /"plugins.deny" is not a list of strings/],
    ['{"version":1,"plugins":{"allow":["x@nonsense"]}}', /"plugins.allow": "x@nonsense" is not a plugin id/],
    ['{"version":1,"plugins":{"allow":["X Y"]}}', /is not a plugin id/],
    ['{"version":1,"plugins":{"allow":["x@"]}}', /is not a plugin id/],
    ['{"version":1,"deny":{"files":true}}', /deny has no "files"/],
    ['{"version":1,"deny":{"net":false}}', /"deny.net" is not a list of strings/],
    ['{"version":1,"deny":{"read":["../x"]}}', /"deny.read": "..\/x" is not a scope: /],
    ['{"version":1,"limits":{"timeoutMs":0}}', /"limits.timeoutMs" is not a whole number above 0/],
    ['{"version":1,"limits":{"memoryMB":1.5}}', /"limits.memoryMB" is not a whole number/],
    ['{"version":1,"limits":{"memoryMB":"1"}}', /"limits.memoryMB" is not a whole number/],
    ['{"version":1,"limits":{"cpu":1}}', /limits has no "cpu"/],
    ['{"version":1,"limits":{"maxTokensPerDay":-1}}', /"limits.maxTokensPerDay" is not a whole number above 0/],
    ['{"version":1,"prompts":"no"}', /"prompts" is true or false/],
    ['{"version":1,"deny":{"net":true},\n"deny":{}}', /"deny" stands for the second time in line 2$/],
    ['{"version":1,"deny":{"net":["a.example"],"net":[]}}', /"net" stands for the second time in line 1$/],
    ['{"version":1,"plugins":{"deny":["x"]},"plugins":{}}', /"plugins" stands for the second time/],
    ['{"version":1,"deny":{"__proto__":{"net":true}}}', /"__proto__" may not stand in line 1$/],
  ];
  for (const [text, message] of broken) {
    it(`refuse ${JSON.stringify(text)}`, () => assert.throws(() => parsePolicy(text), { message }));
  }

  it("forbid plugins by id and range, and all that are not allowed", () => {
    const policy = parse({ plugins: { allow: ["good", "old@<2"], deny: ["good@1.2.x"] } });
    assert.equal(forbids(policy, "good", "1.1.0"), undefined);
    assert.deepEqual(forbids(policy, "good", "1.2.3"), {
      rule: "good@1.2.x",
      reason: "The policy of this machine forbids good 1.2.3",
    });
    assert.equal(forbids(policy, "old", "1.9.9-beta.1"), undefined);
    assert.match(forbids(policy, "old", "2.0.0")?.reason ?? "", /old 2\.0\.0 is not among the plugins/);
    assert.equal(forbids(policy, "other", "1.0.0")?.rule, "");
    assert.equal(forbids(parse({ plugins: { deny: ["x"] } }), "other", "1.0.0"), undefined);
    assert.ok(forbids(parse({ plugins: { allow: [] } }), "other", "1.0.0"));
    assert.ok(forbids(parse({ plugins: { deny: ["x"] } }), "x", "1.0.0-rc.1"));
  });

  it("deny everything to a forbidden plugin", () => {
    const policy = parse({ plugins: { deny: ["x"] }, deny: { read: ["/etc/*"] } });
    const all = { read: "all", write: "all", net: "all", memory: "all", ai: "all", system: "all" };
    assert.deepEqual(policyFor(policy, "x", "1.0.0"), { deny: all, prompts: false, limits: {} });
    assert.deepEqual(policyFor(policy, "y", "1.0.0").deny, { read: ["/etc/*"] });
    assert.equal(policyFor(policy, "y", "1.0.0").prompts, true);
  });
});
