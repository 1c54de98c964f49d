const UNITS: readonly (readonly [name: string, ms: number])[] = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
  ['µs', 1e-3],
];

/** Milliseconds for reading, three significant digits: `1.25 s`, `80 ms`, `2.5 µs`, `0 ns`. */
export function formatDuration(ms: number): string {
  const sign = ms < 0 ? '−' : '';
  const length = Math.abs(ms);
  const unit = UNITS.find(([, size]) => length >= size);
  if (unit === undefined) return `${sign}${Math.round(length * 1e6)} ns`;
  const amount = length / unit[1];
  return `${sign}${amount >= 100 ? Math.round(amount) : Number(amount.toPrecision(3))} ${unit[0]}`;
}
