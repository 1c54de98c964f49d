import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGGREGATES, aggregateValues } from './aggregate-values';

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
