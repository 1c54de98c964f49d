import type { TraceEvent } from './event';
import { isJsonObject, type JsonObject, type JsonValue } from './json';
import type { RunRecord } from './records';

/** Ways to make one number of many (honeyhive-system.md 3.5). */
export const AGGREGATES = ['average', 'min', 'max', 'median', 'p90', 'p95', 'p99', 'sum', 'count'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

const AGGREGATIONS: Readonly<Record<Aggregate, (sorted: readonly number[]) => number>> = {
  average: (sorted) => sum(sorted) / sorted.length,
  min: (sorted) => quantile(sorted, 0),
  max: (sorted) => quantile(sorted, 1),
  median: (sorted) => quantile(sorted, 0.5),
  p90: (sorted) => quantile(sorted, 0.9),
  p95: (sorted) => quantile(sorted, 0.95),
  p99: (sorted) => quantile(sorted, 0.99),
  sum,
  count: (sorted) => sorted.length,
};

/** One number for at least one value. Quantiles lie on the line between the two nearest values. */
export function aggregateValues(values: readonly number[], aggregate: Aggregate): number {
  return AGGREGATIONS[aggregate]([...values].sort((a, b) => a - b));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** One metric of the events of one name and type. */
interface MetricDetail {
  readonly metric_name: string;
  readonly event_name: string;
  readonly event_type: string;
  readonly values: number[];
  readonly passed: Set<string>;
  readonly failed: Set<string>;
}

interface DatapointMetric {
  readonly name: string;
  readonly event_name: string;
  readonly event_type: string;
  readonly value: JsonValue;
  readonly passed: boolean;
}

interface DatapointResult {
  readonly datapoint_id: string;
  readonly session_id: string;
  readonly metrics: DatapointMetric[];
}

/** Collects the result of a run event by event, so that a run of any size is one pass. */
export interface RunResultBuilder {
  /** An event that lacks the run's id or a datapoint id in its metadata does not appear: the price of losing them. */
  add(event: TraceEvent): void;
  /** `GET /v1/runs/{id}/result` without `run_object` (honeyhive-system.md 3.5, 3.7). */
  build(): JsonObject;
}

export function createRunResult(run: RunRecord, aggregate: Aggregate): RunResultBuilder {
  const details = new Map<string, MetricDetail>();
  const datapoints = new Map<string, DatapointResult>();
  const eventKinds = new Map<string, { event_name: string; event_type: string }>();
  const ranges = run.metadata.passing_ranges;

  return {
    add(event) {
      const datapointId = event.metadata.datapoint_id;
      if (event.metadata.run_id !== run.runId || typeof datapointId !== 'string') return;
      const { event_name, event_type, session_id } = event;
      const kind = JSON.stringify([event_name, event_type]);
      eventKinds.set(kind, { event_name, event_type });
      const datapoint = getOrAdd<DatapointResult>(datapoints, JSON.stringify([session_id, datapointId]), () => {
        return { datapoint_id: datapointId, session_id, metrics: [] };
      });
      for (const [name, value] of Object.entries(event.metrics)) {
        const number = numberOf(value);
        if (number === undefined) continue;
        const passed = isWithin(ranges, name, number);
        datapoint.metrics.push({ name, event_name, event_type, value, passed });
        const detail = getOrAdd<MetricDetail>(details, JSON.stringify([name, kind]), () => {
          return { metric_name: name, event_name, event_type, values: [], passed: new Set(), failed: new Set() };
        });
        detail.values.push(number);
        (passed ? detail.passed : detail.failed).add(datapointId);
      }
    },

    build() {
      const results = [...datapoints.values()].map((datapoint) => {
        return { ...datapoint, passed: datapoint.metrics.every((metric) => metric.passed) };
      });
      const failed = new Set(results.filter(({ passed }) => !passed).map((result) => result.datapoint_id));
      const passed = new Set(results.map((result) => result.datapoint_id).filter((id) => !failed.has(id)));
      return {
        status: run.status,
        success: failed.size === 0,
        passed: [...passed],
        failed: [...failed],
        metrics: {
          aggregation_function: aggregate,
          details: [...details.values()].map((detail) => detailJson(detail, aggregate, ranges)),
        },
        datapoints: results.map(({ metrics, ...result }) => ({ ...result, metrics: metrics.map((m) => ({ ...m })) })),
        event_details: [...eventKinds.values()],
      };
    },
  };
}

function detailJson(detail: MetricDetail, aggregate: Aggregate, ranges: JsonValue | undefined): JsonObject {
  const { passed, failed, values, ...names } = detail;
  const range = rangeOf(ranges, detail.metric_name);
  return {
    ...names,
    metric_type: 'CLIENT_SIDE',
    aggregate: aggregateValues(values, aggregate),
    values,
    ...(range === undefined ? {} : { passing_range: range }),
    datapoints: { passed: [...passed].filter((id) => !failed.has(id)), failed: [...failed] },
  };
}

function numberOf(value: JsonValue): number | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  return typeof value === 'boolean' ? Number(value) : undefined;
}

function rangeOf(ranges: JsonValue | undefined, metric: string): JsonObject | undefined {
  const range = isJsonObject(ranges) && Object.hasOwn(ranges, metric) ? ranges[metric] : undefined;
  return isJsonObject(range) ? range : undefined;
}

/** A metric without a passing range passes. */
function isWithin(ranges: JsonValue | undefined, metric: string, value: number): boolean {
  const { min, max } = rangeOf(ranges, metric) ?? {};
  return !(typeof min === 'number' && value < min) && !(typeof max === 'number' && value > max);
}

function getOrAdd<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
