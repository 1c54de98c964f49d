import { useState } from 'react';
import { CANDIDATES_MAX } from '@/components/compare/compare-params';
import type { RunSummary } from '@/lib/contracts/runs';

export type SelectedRun = Pick<RunSummary, 'runId' | 'createdAt'>;

/** A baseline and its candidates. */
export const SELECTED_RUNS_MAX = 1 + CANDIDATES_MAX;

export interface RunSelection {
  readonly runs: readonly SelectedRun[];
  readonly isFull: boolean;
  has(runId: string): boolean;
  toggle(run: SelectedRun): void;
  clear(): void;
}

/** Runs chosen for comparing. They stay chosen whatever the list shows: another page, order or search. */
export function useRunSelection(): RunSelection {
  const [runs, setRuns] = useState<readonly SelectedRun[]>([]);
  const has = (runId: string) => runs.some((run) => run.runId === runId);
  return {
    runs,
    isFull: runs.length >= SELECTED_RUNS_MAX,
    has,
    toggle({ runId, createdAt }) {
      if (has(runId)) setRuns(runs.filter((run) => run.runId !== runId));
      else if (runs.length < SELECTED_RUNS_MAX) setRuns([...runs, { runId, createdAt }]);
    },
    clear: () => setRuns([]),
  };
}
