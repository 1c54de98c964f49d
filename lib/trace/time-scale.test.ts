import { describe, expect, it, test } from 'vitest';
import { formatDuration } from './format-duration';
import { barOf, startsBeforeParent, type TimedSpan, ticksOf, timeAt, timeScaleOf } from './time-scale';

function columnsOf(...times: readonly TimedSpan[]) {
  return {
    starts: Float64Array.from(times, ({ start }) => start),
    ends: Float64Array.from(times, ({ end }) => end ?? Number.NaN),
  };
}

test('times come out of their columns as they went in', () => {
  const columns = columnsOf({ start: 1, end: 2 }, { start: 3, end: null });
  expect([timeAt(columns, 0), timeAt(columns, 1)]).toEqual([
    { start: 1, end: 2 },
    { start: 3, end: null },
  ]);
});

describe('timeScaleOf', () => {
  const parent = { start: 1_000, end: 5_000 };
  const scale = timeScaleOf(columnsOf(parent, { start: 2_000, end: null }));

  it('places a span by its share of the extent', () => {
    expect(barOf(scale, { start: 2_000, end: 3_000 })).toEqual({ left: 25, width: 25, isOpen: false });
  });

  it('draws a span that never ended to the end of the extent', () => {
    expect(barOf(scale, { start: 2_000, end: null })).toEqual({ left: 25, width: 75, isOpen: true });
  });

  it('draws a span that ends before it starts as an instant', () => {
    expect(barOf(scale, { start: 3_000, end: 2_000 })).toEqual({ left: 50, width: 0, isOpen: false });
  });

  it('holds no spans, and spans of no length', () => {
    expect(timeScaleOf(columnsOf())).toEqual({ origin: 0, extent: 1 });
    expect(barOf(timeScaleOf(columnsOf({ start: 7, end: 7 })), { start: 7, end: 7 }).width).toBe(0);
  });

  it('tells a child whose clock is ahead of its parent', () => {
    expect(startsBeforeParent({ start: 999, end: 2_000 }, parent)).toBe(true);
    expect(startsBeforeParent({ start: 1_000, end: 9_000 }, parent)).toBe(false);
  });

  it('puts ticks at round times', () => {
    const ticks = ticksOf({ origin: 0, extent: 4_200_000 }, 5);
    expect(ticks.map(({ label }) => label)).toEqual(['0 ns', '1 ms', '2 ms', '3 ms', '4 ms']);
    expect(ticks[1]?.left).toBeCloseTo(23.81, 2);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ns'],
    [0.0000426, '43 ns'],
    [0.0125, '12.5 µs'],
    [1, '1 ms'],
    [149.73, '150 ms'],
    [1_250, '1.25 s'],
    [90_000, '1.5 min'],
    [-3, '−3 ms'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
