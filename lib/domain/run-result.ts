import { type Aggregate, aggregateValues } from './aggregate-values';
import type { EventType, TraceEvent } from './event';
import { eventKind } from './event-kind';
import { type JsonObject, type JsonValue, jsonObject } from './json';
import { type MetricRules, type MetricType, type PassingRange, readMetric } from './metric-rules';
import type { RunStatus } from './records';

/**
 * The datapoint an event counts for in a run. undefined when its metadata lost the run's or the datapoint's id: then it
 * appears in no result, which is the price of losing them (honeyhive-system.md 3.5).
 */
export function datapointOf(event: TraceEvent, runId: string): string | undefined {
  const { run_id, datapoint_id } = event.metadata;
  return run_id === runId && typeof datapoint_id === 'string' && datapoint_id !== '' ? datapoint_id : undefined;
}

export interface EventKind {
  readonly event_name: string;
  readonly event_type: EventType;
}

/** One metric of the events of one name and type (`MetricDetail`). */
export interface MetricDetail extends EventKind {
  readonly metric_name: string;
  readonly metric_type: MetricType;
  /** Absent when it is beyond the largest double. */
  readonly aggregate?: number;
  readonly values: readonly number[];
  readonly passing_range?: PassingRange;
  readonly datapoints: { readonly passed: readonly string[]; readonly failed: readonly string[] };
}

/** What a run measured: `GetExperimentRunResultResponse` without `run_object`. */
export interface RunResult {
  readonly status: RunStatus;
  readonly success: boolean;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly metrics: { readonly aggregation_function: Aggregate; readonly details: readonly MetricDetail[] };
  readonly datapoints: readonly JsonObject[];
  readonly event_details: readonly EventKind[];
}

export interface ResultRun {
  readonly runId: string;
  readonly status: RunStatus;
}

interface DatapointMetric extends EventKind {
  readonly name: string;
  readonly value: JsonValue;
  readonly passed: boolean;
}

interface DatapointResult {
  readonly datapoint_id: string;
  readonly session_id: string;
  readonly metrics: DatapointMetric[];
}

interface Measured extends EventKind {
  readonly metric_name: string;
  readonly values: number[];
  readonly byDatapoint: Map<string, number[]>;
  readonly passed: Set<string>;
  readonly failed: Set<string>;
}

/** Names the events of one kind, or one metric of theirs. */
export function kindKey(kind: EventKind, metric?: string): string {
  return JSON.stringify([...eventKind(kind), metric]);
}

/** Collects the result of a run event by event, so that a run of any size is one pass. */
export class RunResultBuilder {
  readonly #run: ResultRun;
  readonly #aggregate: Aggregate;
  readonly #rules: MetricRules;
  readonly #measured = new Map<string, Measured>();
  readonly #datapoints = new Map<string, DatapointResult>();
  readonly #kinds = new Map<string, EventKind>();

  constructor(run: ResultRun, aggregate: Aggregate, rules: MetricRules) {
    this.#run = run;
    this.#aggregate = aggregate;
    this.#rules = rules;
  }

  add(event: TraceEvent): void {
    const datapointId = datapointOf(event, this.#run.runId);
    if (datapointId === undefined) return;
    const { event_name, event_type, session_id } = event;
    const kind = { event_name, event_type };
    this.#kinds.set(kindKey(kind), kind);
    const datapoint = getOrAdd<DatapointResult>(this.#datapoints, JSON.stringify([session_id, datapointId]), () => {
      return { datapoint_id: datapointId, session_id, metrics: [] };
    });
    for (const [name, value] of Object.entries(event.metrics)) {
      const reading = readMetric(value, this.#rules.of(name));
      if (reading === undefined) continue;
      const { number, passed } = reading;
      // Clients take a number or a boolean here, never the name of a category.
      const shown = typeof value === 'string' ? number : value;
      datapoint.metrics.push({ name, ...kind, value: shown, passed });
      const measured = getOrAdd<Measured>(this.#measured, kindKey(kind, name), () => {
        return { metric_name: name, ...kind, values: [], byDatapoint: new Map(), passed: new Set(), failed: new Set() };
      });
      measured.values.push(number);
      getOrAdd<number[]>(measured.byDatapoint, datapointId, () => []).push(number);
      (passed ? measured.passed : measured.failed).add(datapointId);
    }
  }

  build(): RunResult {
    const datapoints = [...this.#datapoints.values()].map(({ metrics, ...ids }) => {
      return { ...ids, passed: metrics.every((metric) => metric.passed), metrics: metrics.map((m) => ({ ...m })) };
    });
    const failed = new Set(datapoints.filter(({ passed }) => !passed).map((result) => result.datapoint_id));
    const passed = new Set(datapoints.map((result) => result.datapoint_id).filter((id) => !failed.has(id)));
    return {
      status: this.#run.status,
      success: failed.size === 0,
      passed: [...passed],
      failed: [...failed],
      metrics: {
        aggregation_function: this.#aggregate,
        details: [...this.#measured.values()].map((measured) => this.#detail(measured)),
      },
      datapoints,
      event_details: [...this.#kinds.values()],
    };
  }

  /** One number for each metric, whichever events it is of; those beyond the largest double are absent. */
  aggregatesByName(): JsonObject {
    const values = new Map<string, number[]>();
    for (const measured of this.#measured.values()) {
      const ofName = getOrAdd<number[]>(values, measured.metric_name, () => []);
      for (const value of measured.values) ofName.push(value);
    }
    const aggregates = jsonObject();
    for (const [name, ofName] of values) {
      const aggregate = aggregateValues(ofName, this.#aggregate);
      if (Number.isFinite(aggregate)) aggregates[name] = aggregate;
    }
    return aggregates;
  }

  /** All values of one metric of one kind of event, by datapoint. */
  valuesByDatapoint(kind: EventKind, metric: string): ReadonlyMap<string, readonly number[]> {
    return this.#measured.get(kindKey(kind, metric))?.byDatapoint ?? new Map();
  }

  #detail({ passed, failed, values, byDatapoint: _, ...names }: Measured): MetricDetail {
    const { type, range } = this.#rules.of(names.metric_name);
    const aggregate = aggregateValues(values, this.#aggregate);
    return {
      ...names,
      metric_type: type,
      ...(Number.isFinite(aggregate) && { aggregate }),
      values,
      ...(range !== undefined && { passing_range: range }),
      datapoints: { passed: [...passed].filter((id) => !failed.has(id)), failed: [...failed] },
    };
  }
}

function getOrAdd<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
