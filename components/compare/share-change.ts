import type { KeyComparisonDto } from '@/lib/contracts/compare';

type Share = KeyComparisonDto['base'];

const POINTS = 100;
/** Differences below it are not nothing, and are not rounded to nothing. */
const SMALLEST_POINTS = 0.1;

/** How many percentage points the candidate's share is above the baseline's; null when one of them has none. */
export function pointsBetween(base: Share, run: Share): number | null {
  if (base.judged === 0 || run.judged === 0) return null;
  return (run.good / run.judged - base.good / base.judged) * POINTS;
}

/** `+12.5`, `−100`, `0`; a difference too small to be written is `+<0.1`, not 0. */
export function formatPoints(points: number): string {
  if (points === 0) return '0';
  const sign = points > 0 ? '+' : '−';
  const size = Math.abs(points);
  return `${sign}${size < SMALLEST_POINTS ? `<${SMALLEST_POINTS}` : Number(size.toFixed(1))}`;
}
