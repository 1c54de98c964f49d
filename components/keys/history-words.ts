import { shortCommit } from '@/components/runs/short-commit';
import { formatCounted, formatShare } from '@/components/ui/format-number';
import type { KeyHistory } from '@/lib/contracts/structure';
import { type HistoryRun, TRANSITION_LOOKS, type Transition } from './history-looks';

const ID_LENGTH = 8;

export function nameOfRun({ name, runId }: Pick<HistoryRun, 'name' | 'runId'>): string {
  return name ?? runId.slice(0, ID_LENGTH);
}

/** `nightly (1.4.0, abc1234)`: version of the client and commit, or what is known of them and the beginning of its id. */
export function describeRun(run: Pick<HistoryRun, 'name' | 'runId' | 'client' | 'commit'>): string {
  const id = run.commit === null ? run.runId.slice(0, ID_LENGTH) : shortCommit(run.commit);
  const details = [run.client?.version, id].filter((detail) => detail !== undefined && detail !== nameOfRun(run));
  return details.length === 0 ? nameOfRun(run) : `${nameOfRun(run)} (${details.join(', ')})`;
}

/** `Broke between R10 (1.4.0, abc1234) and R11 (1.5.0, def5678); adjacent`. */
export function describeTransition({ kind, gap }: Transition, from: HistoryRun, to: HistoryRun): string {
  const between = gap === 0 ? 'adjacent' : `with ${formatCounted(gap, 'run')} between whose state is unknown`;
  return `${TRANSITION_LOOKS[kind].name} between ${describeRun(from)} and ${describeRun(to)}; ${between}`;
}

/** The history in one or two sentences. */
export function describeHistory({ key, runs, transitions }: KeyHistory): string {
  const known = runs.filter(({ state }) => state !== 'unknown');
  const latest = known.at(-1);
  if (latest === undefined) return `No run here says anything about ${key}.`;
  const breaks = transitions.filter(({ kind }) => kind === 'break').length;
  const repairs = transitions.length - breaks;
  if (transitions.length === 0) {
    return `${key} is ${latest.state} in ${known.length === 1 ? 'the one run' : `all ${known.length} runs`} that can be judged.`;
  }
  const changes = [
    ...(breaks > 0 ? [`broke ${formatTimes(breaks)}`] : []),
    ...(repairs > 0 ? [`was repaired ${formatTimes(repairs)}`] : []),
  ].join(' and ');
  return `${key} ${changes} over ${formatCounted(known.length, 'run')}. It is ${latest.state} since ${nameOfRun(sinceWhich(runs, transitions) ?? latest)}.`;
}

function sinceWhich(runs: readonly HistoryRun[], transitions: readonly Transition[]): HistoryRun | undefined {
  return runs.find(({ runId }) => runId === transitions.at(-1)?.to);
}

function formatTimes(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

/** `6 of 8 spans, 75%`. */
export function describeSpans({ spans: { good, judged } }: Pick<HistoryRun, 'spans'>): string {
  return judged === 0 ? 'no span judged' : `${formatShare(good, judged)} of ${formatCounted(judged, 'span')}`;
}

/** How many datapoints are bad; `flaky` when only some are. */
export function describeDatapoints({ datapoints: { bad, judged } }: Pick<HistoryRun, 'datapoints'>): string {
  if (judged === 0) return 'no datapoint judged';
  const words = `${bad} of ${formatCounted(judged, 'datapoint')}`;
  return bad > 0 && bad < judged ? `flaky: ${words}` : `${words} bad`;
}
