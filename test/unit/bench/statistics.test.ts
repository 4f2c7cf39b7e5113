import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ratios, summarise } from "../../bench/statistics.ts";

describe("benchmark statistics", () => {
  const cases: readonly [samples: number[], p25: number, median: number, p75: number][] = [
    [[7], 7, 7, 7],
    [[1, 2], 1.25, 1.5, 1.75],
    [[5, 1, 3], 2, 3, 4],
    [[10, 2, 9, 1], 1.75, 5.5, 9.25],
    [[3, 100, 1, 2, 4], 2, 3, 4],
  ];
  for (const [samples, p25, median, p75] of cases) {
    it(`quartiles of ${samples.join(", ")}`, () => {
      assert.deepEqual(summarise(samples), { n: samples.length, p25, median, p75 });
    });
  }

  it("leaves the samples in their order", () => {
    const samples = [3, 1, 2];
    summarise(samples);
    assert.deepEqual(samples, [3, 1, 2]);
  });

  it("has no summary of nothing", () => {
    assert.throws(() => summarise([]), RangeError);
  });

  it("ratios are taken round by round, so that a slow round does not show", () => {
    assert.deepEqual(ratios([2, 200, 2], [1, 100, 1]), { n: 3, p25: 2, median: 2, p75: 2 });
  });

  it("a round that only one side has is left out", () => {
    assert.equal(ratios([4, 6, 100], [2, 2]).n, 2);
    assert.throws(() => ratios([1], []), RangeError);
  });
});
