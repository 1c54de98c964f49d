import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatThreshold, parseThreshold } from './parse-threshold';

describe('a threshold', () => {
  test.each([
    ['run_id=100%', 'run_id', 1_000_000],
    ['llm.model=99.5%', 'llm.model', 995_000],
    [' * = 0.0001 % ', '*', 1],
    ['a=b=0%', 'a=b', 0],
    ['__proto__=50%', '__proto__', 500_000],
  ])('%s is understood', (text, key, sharePpm) => {
    expect(parseThreshold(text)).toEqual({ key, sharePpm });
  });

  test.each([
    ['run_id', 'write a key and a share'],
    ['=100%', 'write a key and a share'],
    ['run_id=0.995', 'write run_id=99.5%'],
    ['run_id=.29', 'write run_id=29%'],
    ['run_id=1', 'write run_id=1%'],
    ['run_id=100', 'write run_id=100%'],
    ['run_id=', 'such as run_id=99.5%'],
    ['run_id=99.99999%', 'at most 4 digits'],
    ['run_id=101%', 'write run_id=100%'],
    ['run_id=1e2%', 'such as run_id=99.5%'],
    ['run_id=-1%', 'such as run_id=99.5%'],
  ])('%s is refused, and what to write is said', (text, hint) => {
    expect(() => parseThreshold(text)).toThrow(RangeError);
    expect(() => parseThreshold(text)).toThrow(hint);
  });

  test('comes back as it was written out', () => {
    const key = fc
      .string({ minLength: 1 })
      .map((text) => text.trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(key, fc.integer({ min: 0, max: 1_000_000 }), (name, sharePpm) => {
        const threshold = { key: name, sharePpm };
        expect(parseThreshold(formatThreshold(threshold))).toEqual(threshold);
      }),
    );
  });

  test('any text is understood or refused with a sentence', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `run_id=${text}`),
        ),
        (text) => {
          try {
            const { key, sharePpm } = parseThreshold(text);
            expect(key).not.toBe('');
            expect(Number.isInteger(sharePpm) && sharePpm >= 0 && sharePpm <= 1_000_000).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
          }
        },
      ),
    );
  });
});
