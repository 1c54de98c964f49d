import { expect, test } from '@playwright/test';
import { exactTimes, OPERATIONS, OVERHEAD, regressionOf, THRESHOLD_PERCENT } from './timing';

/** What the two timing tests of the first report decide by: their arithmetic, with the report's numbers. */

test.describe('case 4, timing half: a 30 % slowdown is asked to be above a 40 % threshold', () => {
  const [fast, medium] = OPERATIONS;
  if (fast === undefined || medium === undefined) throw new Error('operations are missing');

  test('with the injected slowdown alone the operation is not flagged, so the test fails', () => {
    const exact = regressionOf(medium, exactTimes(medium), THRESHOLD_PERCENT.isolation);
    expect(exact.pure_mean_regression_percent).toBeCloseTo(30);
    expect(exact.pure_p95_regression_percent).toBeCloseTo(-100 / 14);
    expect(exact.regression_detected).toBe(false);
  });

  test('noise decides: one slow run of fifteen flags it, and would flag the operation that was not slowed', () => {
    const withOneRunOf = (operation: typeof medium, ms: number) => [...exactTimes(operation).slice(1), ms];
    const isFlagged = (operation: typeof medium, ms: number) =>
      regressionOf(operation, withOneRunOf(operation, ms), THRESHOLD_PERCENT.isolation).regression_detected;
    expect(isFlagged(medium, 9.7)).toBe(false);
    expect(isFlagged(medium, 9.9)).toBe(true);
    expect(isFlagged(fast, 2)).toBe(false);
    expect(isFlagged(fast, 2.2)).toBe(true);
  });

  test('with the threshold of parallel runs that same noise is not enough', () => {
    const times = [...exactTimes(medium).slice(1), 9.9];
    expect(regressionOf(medium, times, THRESHOLD_PERCENT.parallel).regression_detected).toBe(false);
  });
});

test('case 5, overhead half: the same 143.44 ms fail alone and pass beside other tests', () => {
  const { measuredMs, limitMs } = OVERHEAD;
  expect(measuredMs).toBeGreaterThan(limitMs.isolation);
  expect(measuredMs).toBeLessThan(limitMs.parallel);
});
