import { describe, expect, it } from 'vitest';
import type { CatalogEntry } from './catalog';
import type { JsonObject, JsonValue } from './json';
import { parseJson } from './json-text';
import { MetricRules, readMetric } from './metric-rules';

function definition(name: string, body: JsonObject): CatalogEntry {
  const at = new Date(0);
  return { kind: 'metric', id: name, name, body, createdAt: at, updatedAt: at };
}

function readingOf(value: JsonValue, body: JsonObject, metadata: JsonObject = {}) {
  return readMetric(value, new MetricRules({ metadata }, [definition('m', body)]).of('m'));
}

describe('a value of a metric', () => {
  it.each<[string, JsonValue, JsonObject, JsonObject, { number: number; passed: boolean } | undefined]>([
    ['without a rule passes', -5, {}, {}, { number: -5, passed: true }],
    ['at the end of the range passes', 0.5, { threshold: { min: 0.5, max: 1 } }, {}, { number: 0.5, passed: true }],
    ['below the range fails', 0.4, { threshold: { min: 0.5 } }, {}, { number: 0.4, passed: false }],
    ['above the range fails', 2, { threshold: { max: 1 } }, {}, { number: 2, passed: false }],
    ['that is true counts as 1', true, { threshold: { pass_when: true } }, {}, { number: 1, passed: true }],
    [
      'that is false fails where true is asked for',
      false,
      { threshold: { pass_when: true } },
      {},
      { number: 0, passed: false },
    ],
    ['beyond 2^53 is read', 2n ** 64n, {}, {}, { number: 2 ** 64, passed: true }],
    ['in words without a score is none', 'good', {}, {}, undefined],
    ['that is not finite is none', Number.NaN, {}, {}, undefined],
    ['that is an object is none', { value: 1 }, {}, {}, undefined],
    [
      "uses the run's own range before the definition's",
      3,
      { threshold: { max: 1 } },
      { passing_ranges: { m: { min: 2 } } },
      { number: 3, passed: true },
    ],
    [
      'ignores a range that is none',
      3,
      { threshold: { max: 1 } },
      { passing_ranges: { m: { min: 'a lot' } } },
      { number: 3, passed: false },
    ],
    ['ignores ranges that are a list', 3, {}, { passing_ranges: [1] }, { number: 3, passed: true }],
  ])('%s', (_what, value, body, metadata, expected) => {
    expect(readingOf(value, body, metadata)).toEqual(expected);
  });

  it('that is a category counts as its score, and passes among the passing ones', () => {
    const body = {
      categories: [
        { category: 'good', score: 2 },
        { category: 'bad', score: 0 },
        { category: 'odd', score: null },
      ],
      threshold: { passing_categories: ['good'] },
    };
    expect(readingOf('good', body)).toEqual({ number: 2, passed: true });
    expect(readingOf('bad', body)).toEqual({ number: 0, passed: false });
    expect(readingOf('odd', body)).toBeUndefined();
  });

  it.each(['__proto__', 'constructor', 'toString'])('of a metric called %s is a metric like any other', (name) => {
    const metadata = parseJson(`{"passing_ranges": {"${name}": {"min": 1}}}`) as JsonObject;
    expect(readMetric(0, new MetricRules({ metadata }, []).of(name))).toEqual({ number: 0, passed: false });
    expect(readMetric(0, new MetricRules({ metadata: {} }, []).of(name))).toEqual({ number: 0, passed: true });
  });
});
