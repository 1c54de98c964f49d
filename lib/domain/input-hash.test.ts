import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashInputs } from './input-hash';
import type { JsonObject, JsonValue } from './json';
import { parseJson, stringifyJson } from './json-text';

const inputs = fc.dictionary(
  fc.oneof(fc.constantFrom('__proto__', 'constructor', 'a', 'b'), fc.string()),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>,
  { noNullPrototype: false, maxKeys: 5 },
);

/** The same value with the members of every object the other way round. */
function turned(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const object = Object.create(null) as Record<string, JsonValue>;
  for (const [name, member] of Object.entries(value).reverse()) object[name] = turned(member);
  return object;
}

/** Canonical JSON by recursion, for values that are not deep. */
function canonicalText(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (typeof value !== 'object' || value === null) return stringifyJson(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`).join()}}`;
}

it('sessions with equal inputs are the same datapoint, in whatever order the members came', () => {
  fc.assert(
    fc.property(inputs, (value) => {
      expect(hashInputs(turned(value) as JsonObject)).toBe(hashInputs(value));
      expect(hashInputs(parseJson(stringifyJson(value)) as JsonObject)).toBe(hashInputs(value));
    }),
  );
});

it('sessions with different inputs are different datapoints', () => {
  fc.assert(
    fc.property(inputs, inputs, (a, b) => {
      expect(hashInputs(a) === hashInputs(b)).toBe(canonicalText(a) === canonicalText(b));
    }),
  );
});

it.each<[JsonObject, JsonObject]>([
  [{}, { a: null }],
  [{ a: 1 }, { a: '1' }],
  [{ a: [1, 2] }, { a: [2, 1] }],
  [{ a: [[], []] }, { a: [[[]]] }],
  [{ a: {} }, { a: [] }],
  [{ ab: 'c' }, { a: 'bc' }],
  [{ a: 9007199254740993n }, { a: 9007199254740992n }],
  [{ a: 0 }, { a: -0 }],
])('%o and %o are different', (a, b) => expect(hashInputs(a)).not.toBe(hashInputs(b)));

it('no inputs have a hash like all others', () => expect(hashInputs({})).toMatch(/^[0-9a-f]{16}$/));

it('inputs may be nested 100,000 levels deep', () => {
  const nest = (leaf: JsonValue) => {
    let value = leaf;
    for (let i = 0; i < 50_000; i++) value = { a: [value] };
    return value as JsonObject;
  };
  expect(hashInputs(nest(1))).toBe(hashInputs(nest(1)));
  expect(hashInputs(nest(1))).not.toBe(hashInputs(nest(2)));
});
