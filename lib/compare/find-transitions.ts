/** What a run says of one key: `unknown` when no span of it is judged for the key, or not yet. */
export type HistoryState = 'good' | 'bad' | 'unknown';

export interface Transition {
  /** `break`: good to bad. */
  readonly kind: 'break' | 'repair';
  /** Id of the last run before the change whose state is known. */
  readonly from: string;
  /** Id of the first run after it. */
  readonly to: string;
  /** Runs of unknown state between the two; 0: adjacent. */
  readonly gap: number;
}

/**
 * Every change from good to bad or back over ordered runs, in their order (audit-semantics 2.9, first bad): faults
 * return, so one is not enough. Runs of unknown state are passed over and counted.
 */
export function findTransitions(
  runs: readonly { readonly runId: string; readonly state: HistoryState }[],
): readonly Transition[] {
  const transitions: Transition[] = [];
  let known: { readonly runId: string; readonly state: HistoryState } | null = null;
  let gap = 0;
  for (const run of runs) {
    if (run.state === 'unknown') {
      gap++;
      continue;
    }
    if (known !== null && known.state !== run.state) {
      transitions.push({ kind: run.state === 'bad' ? 'break' : 'repair', from: known.runId, to: run.runId, gap });
    }
    known = run;
    gap = 0;
  }
  return transitions;
}
