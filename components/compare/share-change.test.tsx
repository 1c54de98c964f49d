import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatPoints, pointsBetween } from './share-change';

test('a share that fell from all to none fell by 100 points', () => {
  expect(formatPoints(pointsBetween({ good: 8, judged: 8 }, { good: 0, judged: 4 }) ?? 0)).toBe('−100');
});

test('where one run was not judged, there is nothing to subtract', () => {
  expect(pointsBetween({ good: 0, judged: 0 }, { good: 1, judged: 1 })).toBeNull();
  expect(pointsBetween({ good: 1, judged: 1 }, { good: 0, judged: 0 })).toBeNull();
});

test('a difference, however small, never reads as none', () => {
  fc.assert(
    fc.property(fc.double({ min: -100, max: 100, noNaN: true, noDefaultInfinity: true }), (points) => {
      fc.pre(points !== 0);
      const text = formatPoints(points);
      expect(text[0]).toBe(points > 0 ? '+' : '−');
      expect(text.slice(1)).not.toBe('0');
    }),
  );
  expect(formatPoints(0)).toBe('0');
});
