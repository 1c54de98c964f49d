/** Ways to make one number of many (honeyhive-system.md 3.5). */
export const AGGREGATES = ['average', 'min', 'max', 'median', 'p90', 'p95', 'p99', 'sum', 'count'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

const AGGREGATIONS: Readonly<Record<Aggregate, (sorted: readonly number[]) => number>> = {
  average: (sorted) => sum(sorted) / sorted.length,
  min: (sorted) => quantile(sorted, 0),
  max: (sorted) => quantile(sorted, 1),
  median: (sorted) => quantile(sorted, 0.5),
  p90: (sorted) => quantile(sorted, 0.9),
  p95: (sorted) => quantile(sorted, 0.95),
  p99: (sorted) => quantile(sorted, 0.99),
  sum,
  count: (sorted) => sorted.length,
};

/**
 * One number for at least one finite value, the same in whatever order they come. Quantiles lie on the line between the
 * two nearest values. Not finite when a sum is beyond the largest double.
 */
export function aggregateValues(values: readonly number[], aggregate: Aggregate): number {
  return AGGREGATIONS[aggregate]([...values].sort((a, b) => a - b));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
