import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGGREGATES, type Aggregate } from './aggregate-values';
import type { TraceEvent } from './event';
import type { JsonObject, JsonValue } from './json';
import { MetricRules } from './metric-rules';
import type { RunRecord } from './records';
import { undeclaredRun } from './run';
import { RunResultBuilder } from './run-result';
import { undeclaredSessionEvent } from './session';

const run = undeclaredRun('r1', new Date(0));

function anEvent(metrics: JsonObject, metadata: JsonObject, sessionId = 's1', name = 'fn'): TraceEvent {
  return { ...undeclaredSessionEvent(sessionId, 'demo'), event_name: name, event_type: 'chain', metrics, metadata };
}

function resultOf(events: readonly TraceEvent[], of: RunRecord = run, aggregate: Aggregate = 'average') {
  const result = new RunResultBuilder(of, aggregate, new MetricRules(of, []));
  for (const event of events) result.add(event);
  return result;
}

const ids = (datapoint_id: string) => ({ run_id: 'r1', datapoint_id });

describe('the result of a run', () => {
  it('aggregates a metric over datapoints and counts booleans as 1 and 0', () => {
    const { metrics, passed, failed, success, datapoints, event_details } = resultOf([
      anEvent({ ev1: 1, ok: true }, ids('d1'), 's1'),
      anEvent({ ev1: 0, ok: false }, ids('d2'), 's2'),
    ]).build();
    const kind = { event_name: 'fn', event_type: 'chain', metric_type: 'CLIENT_SIDE' };
    const datapointsOf = { passed: ['d1', 'd2'], failed: [] };
    expect(metrics).toEqual({
      aggregation_function: 'average',
      details: [
        { metric_name: 'ev1', ...kind, aggregate: 0.5, values: [1, 0], datapoints: datapointsOf },
        { metric_name: 'ok', ...kind, aggregate: 0.5, values: [1, 0], datapoints: datapointsOf },
      ],
    });
    expect({ passed, failed, success }).toEqual({ ...datapointsOf, success: true });
    expect(datapoints[0]).toEqual({
      datapoint_id: 'd1',
      session_id: 's1',
      passed: true,
      metrics: [
        { name: 'ev1', event_name: 'fn', event_type: 'chain', value: 1, passed: true },
        { name: 'ok', event_name: 'fn', event_type: 'chain', value: true, passed: true },
      ],
    });
    expect(event_details).toEqual([{ event_name: 'fn', event_type: 'chain' }]);
  });

  it.each<[string, JsonObject]>([
    ['both ids', {}],
    ['the datapoint id', { run_id: 'r1' }],
    ['the run id', { datapoint_id: 'd1' }],
    ['its own run id', { run_id: 'other', datapoint_id: 'd1' }],
    ['a datapoint id that is one', { run_id: 'r1', datapoint_id: '' }],
  ])('leaves out an event that lost %s: what the regression costs', (_what, metadata) => {
    expect(resultOf([anEvent({ ev1: 1 }, metadata)]).build()).toMatchObject({
      datapoints: [],
      metrics: { details: [] },
      event_details: [],
    });
  });

  it('counts the record of a session like any event', () => {
    const session = { ...undeclaredSessionEvent('s1', 'demo'), metrics: { score: 1 }, metadata: ids('d1') };
    expect(resultOf([session]).build()).toMatchObject({
      passed: ['d1'],
      metrics: { details: [{ metric_name: 'score', event_type: 'session', aggregate: 1 }] },
    });
  });

  it('fails the datapoints whose metric lies outside the passing range', () => {
    const ranged = { ...run, metadata: { passing_ranges: { ev1: { min: 0.5, max: 1, why: 'unknown' } } } };
    const events = [anEvent({ ev1: 0.4 }, ids('d1'), 's1'), anEvent({ ev1: 0.5 }, ids('d2'), 's2')];
    const { success, passed, failed, metrics } = resultOf(events, ranged).build();
    expect({ success, passed, failed }).toEqual({ success: false, passed: ['d2'], failed: ['d1'] });
    expect(metrics.details[0]).toMatchObject({ datapoints: { passed: ['d2'], failed: ['d1'] } });
    expect(metrics.details[0]?.passing_range).toEqual({ min: 0.5, max: 1 });
  });

  it('says no aggregate that JSON has no number for', () => {
    const events = [anEvent({ big: 1.7e308 }, ids('d1')), anEvent({ big: 1.7e308 }, ids('d2'))];
    const { details } = resultOf(events, run, 'sum').build().metrics;
    expect(details).toMatchObject([{ values: [1.7e308, 1.7e308] }]);
    expect(details[0]).not.toHaveProperty('aggregate');
  });
});

const metricValue = fc.oneof(
  fc.integer({ min: -50, max: 50 }),
  fc.boolean(),
  fc.constantFrom<JsonValue>('good', null, Number.NaN, [1]),
);
const someEvents = fc.array(
  fc
    .record({
      name: fc.constantFrom('fn', 'llm'),
      session: fc.constantFrom('s1', 's2', 's3'),
      run_id: fc.constantFrom<JsonValue>('r1', 'r1', 'r1', 'r2', null),
      datapoint_id: fc.constantFrom<JsonValue>('d1', 'd2', 'd3', null, 7),
      metrics: fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), metricValue, { noNullPrototype: false }),
    })
    .map(({ name, session, run_id, datapoint_id, metrics }) => {
      return anEvent(metrics, { run_id, datapoint_id }, session, name);
    }),
  { maxLength: 30 },
);

/** The documented rule without cleverness: collect, sort, count. */
function naiveAggregates(events: readonly TraceEvent[], aggregate: Aggregate) {
  const lists: { key: string; values: number[] }[] = [];
  for (const event of events) {
    if (event.metadata.run_id !== 'r1' || typeof event.metadata.datapoint_id !== 'string') continue;
    for (const name of Object.keys(event.metrics)) {
      const value = event.metrics[name];
      if (typeof value !== 'boolean' && !(typeof value === 'number' && Number.isFinite(value))) continue;
      const key = `${event.event_name}/${name}`;
      const list = lists.find((one) => one.key === key);
      if (list === undefined) lists.push({ key, values: [Number(value)] });
      else list.values.push(Number(value));
    }
  }
  return lists.map(({ key, values }) => ({ key, aggregate: naiveAggregate(values, aggregate) }));
}

function naiveAggregate(values: readonly number[], aggregate: Aggregate): number {
  const sorted = [...values].sort((a, b) => a - b);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const share: Record<string, number> = { min: 0, median: 50, p90: 90, p95: 95, p99: 99, max: 100 };
  const at = share[aggregate];
  if (at === undefined)
    return aggregate === 'count' ? values.length : aggregate === 'sum' ? total : total / values.length;
  const place = (at * (values.length - 1)) / 100;
  const [low, high] = [
    sorted[Math.floor(place)] as number,
    sorted[Math.min(Math.floor(place) + 1, values.length - 1)] as number,
  ];
  return low * (1 - (place % 1)) + high * (place % 1);
}

it('every aggregate equals a naive count over the events that kept their ids', () => {
  fc.assert(
    fc.property(someEvents, fc.constantFrom(...AGGREGATES), (events, aggregate) => {
      const { details } = resultOf(events, run, aggregate).build().metrics;
      const told = details.map((detail) => ({ key: `${detail.event_name}/${detail.metric_name}`, ...detail }));
      const naive = naiveAggregates(events, aggregate);
      expect(told.map(({ key }) => key)).toEqual(naive.map(({ key }) => key));
      for (const [i, one] of naive.entries()) expect(told[i]?.aggregate).toBeCloseTo(one.aggregate, 9);
    }),
  );
});
