import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGGREGATES, type Aggregate } from './aggregate-values';
import { compareResults } from './compared-results';
import type { EventType } from './event';
import { MetricRules } from './metric-rules';
import { undeclaredRun } from './run';
import { RunResultBuilder } from './run-result';
import { undeclaredSessionEvent } from './session';

interface Measured {
  readonly datapoint: string;
  readonly name: string;
  readonly metric: string;
  readonly value: number;
}

function resultOf(
  measured: readonly Measured[],
  aggregate: Aggregate = 'average',
  event_type: EventType = 'chain',
): RunResultBuilder {
  const run = undeclaredRun('r', new Date(0));
  const result = new RunResultBuilder(run, aggregate, new MetricRules(run, []));
  for (const { datapoint, name, metric, value } of measured) {
    const event = undeclaredSessionEvent(`session of ${datapoint}`, 'demo');
    const metadata = { run_id: 'r', datapoint_id: datapoint };
    result.add({ ...event, event_name: name, event_type, metrics: { [metric]: value }, metadata });
  }
  return result;
}

const one = (datapoint: string, value: number, name = 'fn', metric = 'ev'): Measured => {
  return { datapoint, name, metric, value };
};

describe('two runs over the same datapoints', () => {
  it('join what sessions measured, although each is named after its run', () => {
    const [before, after] = ['before', 'after'].map((run) => resultOf([one('d1', 1, run)], 'average', 'session'));
    const compared = compareResults(after as RunResultBuilder, before as RunResultBuilder, 'average');
    expect(compared.metrics).toMatchObject([{ metric_name: 'ev', found_count: 1, same: ['d1'] }]);
    expect(compared.event_details).toMatchObject([{ event_type: 'session', presence: 'both' }]);
  });

  it('are joined on the datapoint id', () => {
    const before = resultOf([one('d1', 0.5), one('d2', 1), one('d3', 1), one('gone', 1)]);
    const after = resultOf([one('d3', 1), one('d2', 0.5), one('d1', 1), one('new', 1.5)]);
    expect(compareResults(after, before, 'average')).toEqual({
      metrics: [
        {
          metric_name: 'ev',
          metric_type: 'CLIENT_SIDE',
          event_name: 'fn',
          event_type: 'chain',
          old_aggregate: 0.875,
          new_aggregate: 1,
          difference: 0.125,
          percentage_change: (0.125 / 0.875) * 100,
          found_count: 3,
          improved_count: 1,
          degraded_count: 1,
          same_count: 1,
          improved: ['d1'],
          degraded: ['d2'],
          same: ['d3'],
          old_values: [0.5, 1, 1, 1],
          new_values: [1, 0.5, 1, 1.5],
        },
      ],
      commonDatapoints: ['d1', 'd2', 'd3'],
      event_details: [{ event_name: 'fn', event_type: 'chain', presence: 'both' }],
    });
  });

  it('tell a metric and an event of one run only as such', () => {
    const { metrics, event_details } = compareResults(
      resultOf([one('d1', 1, 'added')]),
      resultOf([one('d1', 1, 'dropped')]),
      'average',
    );
    expect(event_details.map(({ event_name, presence }) => [event_name, presence])).toEqual([
      ['added', 'new'],
      ['dropped', 'old'],
    ]);
    expect(metrics[0]).toMatchObject({ event_name: 'added', new_aggregate: 1, found_count: 0, old_values: [] });
    expect(metrics[0]).not.toHaveProperty('old_aggregate');
    expect(metrics[0]).not.toHaveProperty('difference');
  });

  it('have no change in percent of nothing', () => {
    const [metric] = compareResults(resultOf([one('d1', 1)]), resultOf([one('d1', 0)]), 'average').metrics;
    expect(metric).toMatchObject({ difference: 1 });
    expect(metric).not.toHaveProperty('percentage_change');
  });
});

const someMeasured = fc.array(
  fc.record({
    datapoint: fc.constantFrom('d1', 'd2', 'd3', 'd4'),
    name: fc.constantFrom('fn', 'llm'),
    metric: fc.constantFrom('a', 'b'),
    value: fc.integer({ min: -5, max: 5 }),
  }),
  { maxLength: 20 },
);

it('comparing is antisymmetric: swapped runs say the opposite of everything', () => {
  fc.assert(
    fc.property(someMeasured, someMeasured, fc.constantFrom(...AGGREGATES), (one, other, aggregate) => {
      const [a, b] = [resultOf(one, aggregate), resultOf(other, aggregate)];
      const there = compareResults(a, b, aggregate);
      const back = compareResults(b, a, aggregate);
      expect(back.commonDatapoints).toEqual(there.commonDatapoints);
      const opposite = { old: 'new', new: 'old', both: 'both' };
      expect(back.event_details.map(({ presence }) => presence)).toEqual(
        there.event_details.map(({ presence }) => opposite[presence]),
      );
      for (const [i, metric] of there.metrics.entries()) {
        const swapped = back.metrics[i];
        expect(swapped?.metric_name).toBe(metric.metric_name);
        expect(swapped?.old_aggregate).toBe(metric.new_aggregate);
        expect(swapped?.improved).toEqual(metric.degraded);
        expect(swapped?.same).toEqual(metric.same);
        expect(swapped?.old_values).toEqual(metric.new_values);
        if (metric.difference !== undefined) expect(swapped?.difference).toBeCloseTo(-metric.difference, 12);
      }
    }),
  );
});

it('a run compared with itself has changed nothing', () => {
  fc.assert(
    fc.property(someMeasured, fc.constantFrom(...AGGREGATES), (measured, aggregate) => {
      const run = resultOf(measured, aggregate);
      for (const metric of compareResults(run, run, aggregate).metrics) {
        expect(metric).toMatchObject({ difference: 0, improved: [], degraded: [], same_count: metric.found_count });
      }
    }),
  );
});
