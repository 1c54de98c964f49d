import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aimAt, aimedCondition, anyBuckets, anyCondition, anyValue, DATES } from '../testing/arbitrary-events';
import { exportNaively } from '../testing/naive-export';
import type { TraceEvent } from './event';
import {
  type EventFilter,
  FILTER_OPERATORS,
  FILTER_TYPES,
  isUsableFilter,
  matchesFilter,
  projectFields,
} from './event-filter';
import type { JsonObject, JsonValue } from './json';
import { parseJson } from './json-text';
import { undeclaredSessionEvent } from './session';

function anEvent(members: Partial<TraceEvent>): TraceEvent {
  return { ...undeclaredSessionEvent('s1', 'demo'), ...members };
}

function aFilter(filter: Partial<EventFilter>): EventFilter {
  return { field: 'metadata.x', operator: 'is', value: 'v', type: 'string', ...filter };
}

/** Whether `metadata.x`, holding `stored`, satisfies the condition. */
function holds(
  stored: JsonValue,
  operator: EventFilter['operator'],
  value: EventFilter['value'],
  type: EventFilter['type'],
) {
  return matchesFilter(anEvent({ metadata: { x: stored } }), aFilter({ operator, value, type }));
}

describe('a filter finds what a client stored', () => {
  it.each<[JsonValue, EventFilter['operator'], EventFilter['value'], EventFilter['type'], boolean]>([
    ['run-1', 'is', 'run-1', 'string', true],
    ['run-1', 'is', 'run', 'string', false],
    ['run-1', 'contains', 'run', 'string', true],
    [['a', 'b'], 'contains', 'b', 'string', true],
    [12, 'is', '12', 'number', true],
    [12, 'greater than', 11.5, 'number', true],
    [12, 'less than', 11.5, 'number', false],
    ['twelve', 'greater than', 1, 'number', false],
    [true, 'is', 'true', 'boolean', true],
    [false, 'is', true, 'boolean', false],
    ['2026-11-21T12:00:00+05:45', 'before', '2026-11-21T06:15:01Z', 'datetime', true],
    [1_795_242_740_687.5, 'after', '2026-01-01T00:00:00Z', 'datetime', true],
    [null, 'exists', null, 'string', false],
    ['', 'exists', null, 'string', true],
  ])('%j %s %j as %s: %s', (stored, operator, value, type, expected) => {
    expect(holds(stored, operator, value, type)).toBe(expected);
  });

  it('compares 64-bit integers exactly', () => {
    expect(holds(9007199254740993n, 'is', 9007199254740993n, 'number')).toBe(true);
    expect(holds(9007199254740993n, 'is', 9007199254740992, 'number')).toBe(false);
    expect(holds(9007199254740993n, 'greater than', 9007199254740992, 'number')).toBe(true);
  });

  it('reads a dotted path nested, flat, and mixed', () => {
    const field = 'metadata.honeyhive.project.name';
    for (const metadata of [
      { honeyhive: { project: { name: 'v' } } },
      { 'honeyhive.project.name': 'v' },
      { honeyhive: { 'project.name': 'v' } },
      { 'honeyhive.project': { name: 'v' } },
    ]) {
      expect(matchesFilter(anEvent({ metadata }), aFilter({ field }))).toBe(true);
    }
  });

  it('reads array elements by their index, and an array length as nothing', () => {
    const event = anEvent({ outputs: [{ role: 'user' }] });
    expect(matchesFilter(event, aFilter({ field: 'outputs.0.role', value: 'user' }))).toBe(true);
    expect(matchesFilter(event, aFilter({ field: 'outputs.length', operator: 'exists', value: null }))).toBe(false);
  });

  it('reads lists as upstream rebuilds them: an index, then keys with dots', () => {
    const event = anEvent({ outputs: { result: [{ 'function.name': 'f' }], 'tool_calls.0.id': 't' } });
    expect(matchesFilter(event, aFilter({ field: 'outputs.result.0.function.name', value: 'f' }))).toBe(true);
    expect(matchesFilter(event, aFilter({ field: 'outputs.tool_calls.0.id', value: 't' }))).toBe(true);
    expect(matchesFilter(event, aFilter({ field: 'outputs.result.1', operator: 'not exists' }))).toBe(true);
  });

  it('finds a key called __proto__ and never an inherited one', () => {
    const metadata = parseJson('{"__proto__": {"x": "v"}}') as JsonObject;
    expect(matchesFilter(anEvent({ metadata }), aFilter({ field: 'metadata.__proto__.x' }))).toBe(true);
    const inherited = aFilter({ field: 'metadata.constructor', operator: 'exists', value: null });
    expect(matchesFilter(anEvent({ metadata: {} }), inherited)).toBe(false);
  });
});

describe('for any stored value', () => {
  const stored = fc.oneof(
    fc.string(),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
  );
  const value = fc.oneof(fc.string(), fc.double(), fc.bigInt(), fc.boolean(), fc.constant(null));
  const type = fc.constantFrom(...FILTER_TYPES);

  it.each([
    ['is', 'is not'],
    ['exists', 'not exists'],
    ['contains', 'not contains'],
  ] as const)('%s and %s are opposites', (positive, negative) => {
    fc.assert(
      fc.property(stored, value, type, (stored, value, type) => {
        expect(holds(stored, negative, value, type)).toBe(!holds(stored, positive, value, type));
      }),
    );
  });

  it('at most one of less, is and greater holds', () => {
    fc.assert(
      fc.property(stored, value, type, (stored, value, type) => {
        const held = (['less than', 'is', 'greater than'] as const).filter((o) => holds(stored, o, value, type));
        expect(held.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('an unusable filter is told from one that finds nothing', () => {
    fc.assert(
      fc.property(value, type, fc.constantFrom(...FILTER_OPERATORS), (value, type, operator) => {
        const filter = aFilter({ value, type, operator });
        if (isUsableFilter(filter) || operator.includes('not')) return;
        expect(matchesFilter(anEvent({ metadata: { x: value } }), filter)).toBe(false);
      }),
    );
  });
});

it('a condition finds what the documentation says', () => {
  const event = fc
    .record({ buckets: anyBuckets, outputs: anyValue, start_time: fc.constantFrom(0, 2000, 2500.5) })
    .map(({ buckets, ...members }) => anEvent({ ...buckets, ...members }));
  const conditions = (event: TraceEvent) =>
    fc.oneof(
      { weight: 4, arbitrary: aimedCondition.map((aimed) => aimAt([event], aimed)) },
      { weight: 1, arbitrary: anyCondition },
    );
  const pairs = event.chain((stored) => fc.tuple(fc.constant(stored), conditions(stored)));
  fc.assert(
    fc.property(pairs, ([stored, filter]) => {
      fc.pre(filter !== undefined);
      const { count } = exportNaively([stored], { filters: [filter], limit: 1, page: 1 }, DATES);
      expect(matchesFilter(stored, filter)).toBe(count === 1);
    }),
    { numRuns: 3000 },
  );
});

it('a projection answers only the fields asked for, under the names asked by', () => {
  const event = { event_id: 'e', metadata: { run_id: 'r', 'a.b': 1 } };
  expect(projectFields(event, ['event_id', 'metadata.run_id', 'metadata.a.b', 'absent'])).toEqual({
    event_id: 'e',
    'metadata.run_id': 'r',
    'metadata.a.b': 1,
  });
});
