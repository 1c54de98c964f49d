import { attributionCount } from '@/components/state/states';
import type { RunSummary } from '@/lib/contracts/runs';
import { ATTRIBUTION_STATES, type AttributionState, CUSTODY_STATES } from '@/lib/domain/states';

/** What a run's counters amount to, in one word. */
export type RunVerdict = 'empty' | 'broken' | 'checking' | 'altered' | 'flawed' | 'unattributed' | 'complete';

const BAD_STATES: readonly AttributionState[] = ['missing', 'conflicting', 'malformed', 'unattributable'];

type Counters = Pick<RunSummary, 'spans' | 'attribution' | 'custody' | 'unsettledSessions'> & {
  /** How many there are, or the findings themselves. */
  readonly findings: number | readonly unknown[];
};

function sumOver(counters: Pick<Counters, 'attribution'>, states: readonly AttributionState[]): number {
  let sum = 0;
  for (const counts of Object.values(counters.attribution)) {
    for (const state of states) sum += attributionCount(counts, state);
  }
  return sum;
}

/** Sent keys whose value is no longer where and what the contract wants. */
export function lostKeys(counters: Pick<RunSummary, 'custody'>): number {
  return counters.custody.lost;
}

function alteredKeys(counters: Pick<RunSummary, 'custody'>): number {
  return CUSTODY_STATES.reduce((sum, state) => (state === 'preserved' ? sum : sum + counters.custody[state]), 0);
}

function countFindings({ findings }: Counters): number {
  return typeof findings === 'number' ? findings : findings.length;
}

/** The first that holds, gravest first: a proven break stays one while the rest is still being checked. */
export function verdictOf(counters: Counters): RunVerdict {
  if (counters.spans === 0) return 'empty';
  if (sumOver(counters, BAD_STATES) > 0) return 'broken';
  if (counters.unsettledSessions > 0) return 'checking';
  if (alteredKeys(counters) > 0) return 'altered';
  if (countFindings(counters) > 0) return 'flawed';
  const applicable = ATTRIBUTION_STATES.filter((state) => state !== 'not-applicable');
  return sumOver(counters, applicable) === 0 ? 'unattributed' : 'complete';
}
