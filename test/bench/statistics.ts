/** Medians, quartiles and ratios of samples that were taken in turns. */

export interface Summary {
  readonly n: number;
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
}

/** @throws RangeError without samples. */
export function summarise(samples: readonly number[]): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  return {
    n: sorted.length,
    median: quantile(sorted, 0.5),
    p25: quantile(sorted, 0.25),
    p75: quantile(sorted, 0.75),
  };
}

/**
 * How many times `others` our `samples` are, round by round: what disturbed a whole round disturbs its ratio little.
 * Rounds that only one side has are left out.
 */
export function ratios(samples: readonly number[], others: readonly number[]): Summary {
  const pairs: number[] = [];
  for (const [round, sample] of samples.entries()) {
    const other = others[round];
    if (other !== undefined) pairs.push(sample / other);
  }
  return summarise(pairs);
}

/** Between the two nearest samples, linearly. */
function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const below = sorted[Math.floor(at)];
  const above = sorted[Math.ceil(at)];
  if (below === undefined || above === undefined) throw new RangeError("There are no samples");
  return below + (above - below) * (at - Math.floor(at));
}
