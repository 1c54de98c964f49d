import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceEvent } from './event';
import { undeclaredRun } from './run';
import { AGGREGATES, aggregateValues, createRunResult } from './run-result';
import { undeclaredSessionEvent } from './session';

const run = undeclaredRun('r1', new Date(0));

function anEvent(metrics: TraceEvent['metrics'], metadata: TraceEvent['metadata'], sessionId = 's1'): TraceEvent {
  return { ...undeclaredSessionEvent(sessionId, 'demo'), event_name: 'fn', event_type: 'chain', metrics, metadata };
}

describe('aggregateValues', () => {
  it.each([
    ['average', 3.75],
    ['min', 1],
    ['max', 10],
    ['median', 2],
    ['p90', 7.6],
    ['sum', 15],
    ['count', 4],
  ] as const)('%s of 1, 2, 2, 10 is %d', (aggregate, expected) => {
    expect(aggregateValues([10, 2, 1, 2], aggregate)).toBeCloseTo(expected, 10);
  });

  it('does not depend on the order, and every share lies between the extremes', () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.constantFrom(...AGGREGATES), (values, aggregate) => {
        const result = aggregateValues(values, aggregate);
        expect(aggregateValues([...values].reverse(), aggregate)).toBeCloseTo(result, 8);
        if (aggregate === 'sum' || aggregate === 'count') return;
        expect(result).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
        expect(result).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      }),
    );
  });
});

describe('the result of a run', () => {
  it('aggregates a metric over datapoints and counts booleans as 1 and 0', () => {
    const result = createRunResult(run, 'average');
    result.add(anEvent({ ev1: 1, ok: true }, { run_id: 'r1', datapoint_id: 'd1' }, 's1'));
    result.add(anEvent({ ev1: 0, ok: false }, { run_id: 'r1', datapoint_id: 'd2' }, 's2'));
    const { metrics, passed, failed, success, datapoints, event_details } = result.build();
    expect(metrics).toEqual({
      aggregation_function: 'average',
      details: [
        expect.objectContaining({
          metric_name: 'ev1',
          event_name: 'fn',
          event_type: 'chain',
          aggregate: 0.5,
          values: [1, 0],
        }),
        expect.objectContaining({ metric_name: 'ok', aggregate: 0.5 }),
      ],
    });
    expect({ passed, failed, success }).toEqual({ passed: ['d1', 'd2'], failed: [], success: true });
    expect(datapoints).toHaveLength(2);
    expect(event_details).toEqual([{ event_name: 'fn', event_type: 'chain' }]);
  });

  it('leaves out events that lost their run or datapoint id: what the regression costs', () => {
    const result = createRunResult(run, 'average');
    result.add(anEvent({ ev1: 1 }, {}));
    result.add(anEvent({ ev1: 1 }, { run_id: 'r1' }));
    result.add(anEvent({ ev1: 1 }, { datapoint_id: 'd1' }));
    result.add(anEvent({ ev1: 1 }, { run_id: 'other', datapoint_id: 'd1' }));
    expect(result.build()).toMatchObject({ datapoints: [], metrics: { details: [] }, event_details: [] });
  });

  it('fails the datapoints whose metric lies outside the passing range', () => {
    const ranged = { ...run, metadata: { passing_ranges: { ev1: { min: 0.5, max: 1 } } } };
    const result = createRunResult(ranged, 'average');
    result.add(anEvent({ ev1: 0.4 }, { run_id: 'r1', datapoint_id: 'd1' }, 's1'));
    result.add(anEvent({ ev1: 0.5 }, { run_id: 'r1', datapoint_id: 'd2' }, 's2'));
    expect(result.build()).toMatchObject({
      success: false,
      passed: ['d2'],
      failed: ['d1'],
      metrics: { details: [{ passing_range: { min: 0.5, max: 1 }, datapoints: { passed: ['d2'], failed: ['d1'] } }] },
    });
  });
});
