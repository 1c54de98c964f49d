import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeSchema } from '../../contracts/common';
import { toDurationMs, toStartedAt, toTime } from './time';

describe('a time a client sent', () => {
  test('is RFC 3339 or null, whatever number it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer({ min: -1e15, max: 1e15 })), (ms) => {
        expect(timeSchema.nullable().safeParse(toTime(ms)).success).toBe(true);
      }),
    );
  });

  test.each([
    [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
    [253_402_300_800_000, null],
    [-62_167_219_200_000, '0000-01-01T00:00:00.000Z'],
    [-62_167_219_200_001, null],
    [Number.NaN, null],
  ])('%d is %s', (ms, time) => {
    expect(toTime(ms)).toBe(time);
  });
});

describe('a session', () => {
  test('began with its first span; without spans, when its record says', () => {
    expect(toStartedAt(1_760_000_000_000_000_001n, 5)).toBe('2025-10-09T08:53:20.000Z');
    expect(toStartedAt(null, 1_760_000_000_000)).toBe('2025-10-09T08:53:20.000Z');
    expect(toStartedAt(null, 0)).toBeNull();
  });

  test('lasts from its first start to its last end, to the nanosecond', () => {
    expect(toDurationMs(1_760_000_000_000_000_000n, 1_760_000_000_005_000_001n, 99)).toBe(5.000001);
    expect(toDurationMs(1_760_000_000_000_000_000n, null, 99)).toBe(99);
  });
});
