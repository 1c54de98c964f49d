import 'server-only';
import type { Verdict } from '../audit/verdict';

type Told = Omit<Verdict, 'nearest'>;

/** The verdicts of a session by span and key. Distinct ones are few, so that 100,000 spans take 2 MB. */
export interface VerdictTable {
  readonly keyCount: number;
  readonly told: readonly Told[];
  /** By span and key: which of them it is, and the nearest span above that carries the key; -1 for none. */
  readonly index: Int32Array;
  readonly nearest: Int32Array;
}

export function packVerdicts(verdicts: readonly (readonly Verdict[])[], keyCount: number): VerdictTable {
  const told: Told[] = [];
  const known = new Map<string, number>();
  const index = new Int32Array(verdicts.length * keyCount);
  const nearest = new Int32Array(verdicts.length * keyCount).fill(-1);
  // Neighbours mostly share one verdict, as an object.
  let last: Verdict | null = null;
  let lastNumber = 0;
  verdicts.forEach((row, span) => {
    row.forEach((verdict, key) => {
      if (verdict !== last) {
        last = verdict;
        const { state, expected, source, conflict } = verdict;
        const name = JSON.stringify([state, expected, source, conflict]);
        lastNumber = known.get(name) ?? told.push({ state, expected, source, conflict }) - 1;
        known.set(name, lastNumber);
      }
      index[span * keyCount + key] = lastNumber;
      nearest[span * keyCount + key] = verdict.nearest ?? -1;
    });
  });
  return { keyCount, told, index, nearest };
}

export function verdictsAt({ keyCount, told, index, nearest }: VerdictTable, span: number): readonly Verdict[] {
  const verdicts: Verdict[] = [];
  for (let place = span * keyCount; place < (span + 1) * keyCount; place++) {
    const found = told[index[place] ?? -1];
    const above = nearest[place] ?? -1;
    if (found !== undefined) verdicts.push({ ...found, nearest: above < 0 ? null : above });
  }
  return verdicts;
}
