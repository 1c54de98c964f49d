import type { Datapoint, DatapointList } from '@/lib/contracts/runs';

/** A longer search is refused; the rows are compared with the whole id afterwards. */
const SEARCH_LENGTH_MAX = 200;

/** The list that holds a datapoint's sessions. */
export function repetitionsView(datapointId: string): { readonly q: string } {
  return { q: datapointId.slice(0, SEARCH_LENGTH_MAX) };
}

/** The list that says which announced datapoints are absent. */
export const announcedView = {};

/** A session of the run that belongs to the datapoint. */
export interface Repetition extends Datapoint {
  readonly sessionId: string;
}

/** The sessions of one datapoint, in the order they were started, so that repetition 1 stays repetition 1. */
export function repetitionsOf(pages: readonly DatapointList[], datapointId: string): readonly Repetition[] {
  return pages
    .flatMap((page) => page.datapoints)
    .filter((row): row is Repetition => row.datapointId === datapointId && row.sessionId !== null)
    .sort((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? '') || a.sessionId.localeCompare(b.sessionId));
}

/** The session asked for, else the one with the most findings, else the first; null when there is none. */
export function chooseRepetition(repetitions: readonly Repetition[], asked: string | null): string | null {
  const found = repetitions.find((row) => row.sessionId === asked);
  if (found !== undefined) return found.sessionId;
  const worst = repetitions.reduce<Repetition | null>(
    (best, row) => (best === null || row.findings > best.findings ? row : best),
    null,
  );
  return worst?.sessionId ?? null;
}
