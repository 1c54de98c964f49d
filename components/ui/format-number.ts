const counts = new Intl.NumberFormat('en-US');
const compactCounts = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });
const COMPACT_FROM = 10_000;

export function formatCount(count: number): string {
  return counts.format(count);
}

/** The same in at most five characters or so: `3,180`, `41.2K`, `1.2M`. */
export function formatCompactCount(count: number): string {
  return count < COMPACT_FROM ? counts.format(count) : compactCounts.format(count);
}

/** `1 span`, `2 spans`, `1,204 spans`. */
export function formatCounted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** A share in per cent that never rounds to the ends: 100 % means all and 0 % means none. */
export function formatShare(part: number, whole: number): string {
  if (part === whole) return '100%';
  if (part === 0) return '0%';
  const percent = (part / whole) * 100;
  if (percent < 1) return '<1%';
  if (percent > 99) return '>99%';
  return `${Math.round(percent)}%`;
}
