import { describe, expect, test } from 'vitest';
import { boundsOf, isWithin, readDateRange } from './date-range';

const NEW_YEAR = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

describe('readDateRange', () => {
  test.each([
    [
      { $gte: '2026-01-01', $lte: NEW_YEAR + DAY },
      { from: NEW_YEAR, to: NEW_YEAR + DAY },
    ],
    [
      { gte: '2026-01-01T00:00:00Z', lte: null },
      { from: NEW_YEAR, to: undefined },
    ],
    [{}, { from: undefined, to: undefined }],
    ['{"$lte":"2026-01-01"}', { from: undefined, to: NEW_YEAR }],
    [{ relative: '7d' }, { lastMillis: 7 * DAY }],
    ['last 24 hours', { lastMillis: DAY }],
  ])('reads %j', (asked, range) => {
    expect(readDateRange(asked)).toEqual(range);
  });

  // What is not understood must not look like "everything".
  test.each([{ $gte: 'yesterday' }, { from: '2026-01-01' }, { $gt: NEW_YEAR }, { relative: 'soon' }, 'soon', '[]', 7])(
    'refuses %j',
    (asked) => {
      expect(readDateRange(asked)).toBeUndefined();
    },
  );
});

test('both ends belong to a range', () => {
  const bounds = boundsOf({ from: NEW_YEAR, to: NEW_YEAR + DAY }, new Date());
  expect([NEW_YEAR - 1, NEW_YEAR, NEW_YEAR + DAY, NEW_YEAR + DAY + 1].map((at) => isWithin(bounds, at))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
