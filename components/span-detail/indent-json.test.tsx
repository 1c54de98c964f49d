import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indentJson } from './indent-json';

describe('JSON for reading', () => {
  test('looks like JSON.stringify with two blanks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
        expect(indentJson(JSON.stringify(value, null, 7))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  test('keeps integers beyond 2^53 and repeated keys', () => {
    expect(indentJson('{"a":9007199254740993,"a":1}')).toBe('{\n  "a": 9007199254740993,\n  "a": 1\n}');
  });

  test('survives text that is no JSON, and nesting of 10,000', () => {
    expect(indentJson('{"a": "never closed')).toBe('{\n  "a": "never closed');
    expect(indentJson(']]')).toBe('\n]\n]');
    expect(indentJson('['.repeat(10_000)).startsWith('[\n  [\n')).toBe(true);
  });
});

test('escapes what would reorder the line, and stays the same JSON', () => {
  const json = '{"name":"a\u202Eb"}';
  expect(indentJson(json)).toBe('{\n  "name": "a\\u202Eb"\n}');
  expect(JSON.parse(indentJson(json))).toEqual(JSON.parse(json));
});
