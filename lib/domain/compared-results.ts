import { type Aggregate, aggregateValues } from './aggregate-values';
import { type EventKind, kindKey, type MetricDetail, type RunResultBuilder } from './run-result';

/** One metric of two runs (`MetricComparison`); a member about a run that never measured it is absent. */
export interface MetricComparison extends EventKind {
  readonly metric_name: string;
  readonly metric_type: MetricDetail['metric_type'];
  readonly old_aggregate?: number;
  readonly new_aggregate?: number;
  /** New minus old. */
  readonly difference?: number;
  /** Of the old one; absent when that is 0. */
  readonly percentage_change?: number;
  /** Common datapoints that have it in both runs: each is in one of the three lists. More counts as better. */
  readonly found_count: number;
  readonly improved_count: number;
  readonly degraded_count: number;
  readonly same_count: number;
  readonly improved: readonly string[];
  readonly degraded: readonly string[];
  readonly same: readonly string[];
  readonly old_values: readonly number[];
  readonly new_values: readonly number[];
}

interface EventComparison extends EventKind {
  readonly presence: 'old' | 'new' | 'both';
}

/** `GetExperimentRunCompareResponse` without the two runs. */
export interface ResultComparison {
  readonly metrics: readonly MetricComparison[];
  readonly commonDatapoints: readonly string[];
  readonly event_details: readonly EventComparison[];
}

/**
 * Two runs over the same datapoints. As upstream the aggregates are those of each run's own result, and datapoints are
 * joined on their id (honeyhive-system.md 3.5).
 */
export function compareResults(
  newRun: RunResultBuilder,
  oldRun: RunResultBuilder,
  aggregate: Aggregate,
): ResultComparison {
  const [after, before] = [newRun.build(), oldRun.build()];
  const ofNew = new Set([...after.passed, ...after.failed]);
  const common = [...before.passed, ...before.failed].filter((id) => ofNew.has(id)).sort();
  const metrics = pairUp(before.metrics.details, after.metrics.details, (detail) =>
    kindKey(detail, detail.metric_name),
  );
  const kinds = pairUp(before.event_details, after.event_details, (kind) => kindKey(kind));
  return {
    metrics: metrics.map(({ before, after, either }) => {
      const values = (run: RunResultBuilder) => run.valuesByDatapoint(either, either.metric_name);
      return compareMetric(before, after, either, sortDatapoints(common, values(oldRun), values(newRun), aggregate));
    }),
    commonDatapoints: common,
    event_details: kinds.map(({ before, after, either: { event_name, event_type } }) => {
      return { event_name, event_type, presence: before === undefined ? 'new' : after === undefined ? 'old' : 'both' };
    }),
  };
}

interface Pair<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
  readonly either: T;
}

/** In order of the names, so that it does not depend on which event came first. */
function pairUp<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): readonly Pair<T>[] {
  const [ofOld, ofNew] = [new Map(before.map((t) => [keyOf(t), t])), new Map(after.map((t) => [keyOf(t), t]))];
  const all = new Map([...ofOld, ...ofNew]);
  return [...all.keys()].sort().map((key) => {
    return { before: ofOld.get(key), after: ofNew.get(key), either: all.get(key) as T };
  });
}

type Outcomes = Readonly<Record<'improved' | 'degraded' | 'same', readonly string[]>>;

function sortDatapoints(
  common: readonly string[],
  before: ReadonlyMap<string, readonly number[]>,
  after: ReadonlyMap<string, readonly number[]>,
  aggregate: Aggregate,
): Outcomes {
  const outcomes = { improved: [] as string[], degraded: [] as string[], same: [] as string[] };
  for (const datapoint of common) {
    const [oldValues, newValues] = [before.get(datapoint), after.get(datapoint)];
    if (oldValues === undefined || newValues === undefined) continue;
    const [old, now] = [aggregateValues(oldValues, aggregate), aggregateValues(newValues, aggregate)];
    outcomes[now > old ? 'improved' : now < old ? 'degraded' : 'same'].push(datapoint);
  }
  return outcomes;
}

function compareMetric(
  before: MetricDetail | undefined,
  after: MetricDetail | undefined,
  { metric_name, metric_type, event_name, event_type }: MetricDetail,
  { improved, degraded, same }: Outcomes,
): MetricComparison {
  return {
    metric_name,
    metric_type,
    event_name,
    event_type,
    ...changeOf(before?.aggregate, after?.aggregate),
    found_count: improved.length + degraded.length + same.length,
    improved_count: improved.length,
    degraded_count: degraded.length,
    same_count: same.length,
    improved,
    degraded,
    same,
    old_values: before?.values ?? [],
    new_values: after?.values ?? [],
  };
}

function changeOf(old: number | undefined, now: number | undefined) {
  const difference = old === undefined || now === undefined ? Number.NaN : now - old;
  const percentage = (difference / (old ?? 0)) * 100;
  return {
    ...(old !== undefined && { old_aggregate: old }),
    ...(now !== undefined && { new_aggregate: now }),
    ...(Number.isFinite(difference) && { difference }),
    ...(Number.isFinite(percentage) && { percentage_change: percentage }),
  };
}
