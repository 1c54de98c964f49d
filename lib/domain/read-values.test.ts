import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from './json';
import { readBoolean, readInstant, readNumber } from './read-values';

it.each<[JsonValue, number | bigint | undefined]>([
  ['12', 12],
  [' +.5e1 ', 5],
  ['1.', 1],
  ['9007199254740993', 9007199254740993n],
  ['-9007199254740993', -9007199254740993n],
  [9007199254740993n, 9007199254740993n],
  ['1e400', undefined],
  ['0x10', undefined],
  ['', undefined],
  ['1 2', undefined],
  [true, undefined],
  [[1], undefined],
])('%s as a number is %s', (value, expected) => {
  expect(readNumber(value)).toBe(expected);
});

it('every number is read back from its text', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      // The text of a large one is the shortest that stands for it, and not its exact value.
      expect(Number(readNumber(String(number)))).toBe(number === 0 ? 0 : number);
    }),
  );
});

it('every integer is read back from its text, exactly', () => {
  fc.assert(
    fc.property(fc.bigInt(), (integer) => {
      expect(BigInt(readNumber(String(integer)) as number | bigint)).toBe(integer);
    }),
  );
});

it.each<[JsonValue, boolean | undefined]>([
  [true, true],
  [' False', false],
  ['1', undefined],
  [1, undefined],
])('%j as a truth value is %s', (value, expected) => {
  expect(readBoolean(value)).toBe(expected);
});

describe('an instant', () => {
  const NOON = Date.UTC(2026, 10, 21, 12);

  it.each<[JsonValue, number]>([
    ['2026-11-21T12:00:00Z', NOON],
    ['2026-11-21t12:00:00z', NOON],
    ['2026-11-21T17:45:00+05:45', NOON],
    ['2026-11-21 17:45:00.000 +0545', NOON],
    ['2026-11-21T12:00', NOON],
    ['2026-11-21T12:00:00.687512', NOON + 687.512],
    ['2026-11-21', NOON - 12 * 3600 * 1000],
    [NOON, NOON],
    [String(NOON), NOON],
  ])('%j is read, without a zone as UTC', (value, expected) => {
    expect(readInstant(value)).toBe(expected);
  });

  it.each(['yesterday', 'Nov 21 2026', '2026-13-01', '2026-11-21T25:00:00Z', '', '21.11.2026', null, {}])(
    '%j is none',
    (value) => {
      expect(readInstant(value)).toBeUndefined();
    },
  );

  it('is read back from what a date prints', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-01-01'), noInvalidDate: true }),
        (date) => {
          expect(readInstant(date.toISOString())).toBe(date.getTime());
        },
      ),
    );
  });
});
