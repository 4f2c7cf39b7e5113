import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  DEFAULT_TOKENS_PER_DAY,
  type DeclaresAmounts,
  memoryBudget,
  type TokenBudget,
  tokenBudget,
} from "../../../runtime/core/permissions/budgets.ts";
import { parsePolicy } from "../../../runtime/core/permissions/policy.ts";

const tokens = (required: object, optional?: object): DeclaresAmounts => ({
  permissions: { ai: required },
  ...(optional ? { optionalPermissions: { ai: optional } } : {}),
});

describe("the token budget", () => {
  const cases: [what: string, DeclaresAmounts, limits: object, TokenBudget][] = [
    ["nothing said", {}, {}, { perRequest: DEFAULT_TOKENS_PER_DAY, perDay: DEFAULT_TOKENS_PER_DAY }],
    ["a request's", tokens({ maxTokens: 10 }), {}, { perRequest: 10, perDay: DEFAULT_TOKENS_PER_DAY }],
    ["a day's", tokens({ maxTokensPerDay: 10 }), {}, { perRequest: 10, perDay: 10 }],
    ["a day's beyond the default", tokens({ maxTokensPerDay: 5e6 }), {}, { perRequest: 5e6, perDay: 5e6 }],
    ["a request's above a day's", tokens({ maxTokens: 20, maxTokensPerDay: 10 }), {}, { perRequest: 10, perDay: 10 }],
    ["the larger of two", tokens({ maxTokens: 5 }, { maxTokens: 7 }), {}, { perRequest: 7, perDay: 1_000_000 }],
    ["the policy's", tokens({ maxTokens: 10 }), { maxTokens: 3, maxTokensPerDay: 5 }, { perRequest: 3, perDay: 5 }],
    [
      "a policy that allows more",
      tokens({ maxTokens: 10, maxTokensPerDay: 20 }),
      { maxTokens: 99, maxTokensPerDay: 99 },
      { perRequest: 10, perDay: 20 },
    ],
    ["the policy's for a day alone", tokens({ maxTokens: 10 }), { maxTokensPerDay: 5 }, { perRequest: 5, perDay: 5 }],
  ];
  for (const [what, manifest, limits, expected] of cases) {
    it(`is ${what}`, () => {
      const policy = parsePolicy(JSON.stringify({ version: 1, limits }));
      assert.deepEqual(tokenBudget(manifest, policy.limits), expected);
    });
  }
});

describe("the memory budget", () => {
  it("is what the manifest says, the larger of two, or 100 MB", () => {
    assert.equal(memoryBudget(), 104_857_600);
    assert.equal(memoryBudget({ permissions: { memory: { maxSize: "2KB" } } }), 2048);
    const both = { permissions: { memory: { maxSize: "2KB" } }, optionalPermissions: { memory: { maxSize: "1MB" } } };
    assert.equal(memoryBudget(both), 1_048_576);
  });
});
