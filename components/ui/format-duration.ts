interface DurationUnit {
  readonly name: string;
  readonly ms: number;
}

const DURATION_UNITS: readonly DurationUnit[] = [
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
  { name: 'ms', ms: 1 },
];

/** Milliseconds with the unit that reads best, e.g. `412 ms`, `2.4 s`, `1.5 h`. */
export function formatDuration(ms: number): string {
  const size = Math.abs(ms);
  const unit = DURATION_UNITS.find((candidate) => size >= candidate.ms) ?? { name: 'µs', ms: 0.001 };
  const value = ms / unit.ms;
  const digits = Math.abs(value) < 10 && unit.name !== 'µs' ? 1 : 0;
  return `${Number(value.toFixed(digits))} ${unit.name}`;
}
