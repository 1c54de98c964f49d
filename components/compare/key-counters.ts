import type { KeyComparisonDto } from '@/lib/contracts/compare';
import type { CellState } from '@/lib/domain/comparison';

/** The counters of a key, in the order of their columns. */
export const KEY_COUNTERS: readonly {
  readonly state: CellState;
  readonly heading: string;
  readonly countOf: (key: KeyComparisonDto) => number;
}[] = [
  { state: 'newly-missing', heading: 'Newly missing', countOf: (key) => key.newlyMissing },
  { state: 'fixed', heading: 'Fixed', countOf: (key) => key.fixed },
  { state: 'still-missing', heading: 'Still missing', countOf: (key) => key.stillMissing },
  { state: 'moved', heading: 'Moved', countOf: (key) => key.moved },
  { state: 'new-path', heading: 'New path', countOf: (key) => key.newPath },
  { state: 'gone-path', heading: 'Gone path', countOf: (key) => key.gonePath },
  { state: 'not-comparable', heading: 'Not comparable', countOf: (key) => key.notComparable },
];

/** Whether the runs differ in the key anywhere. Bad in both for the same reason is no difference. */
export function differs(key: KeyComparisonDto): boolean {
  return key.newlyMissing + key.moved + key.fixed + key.changed + key.newPath + key.gonePath > 0;
}

/** Whether there is anything to say about a sent key: a difference, a loss, or a path on which only one run sent it. */
export function isRemarkable(key: KeyComparisonDto): boolean {
  return (
    differs(key) ||
    key.notComparable + key.stillMissing > 0 ||
    key.base.good < key.base.judged ||
    key.run.good < key.run.judged
  );
}
