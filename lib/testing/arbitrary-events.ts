import fc from 'fast-check';
import type { TraceEvent } from '../domain/event';
import { type EventFilter, FILTER_OPERATORS, FILTER_TYPES, isUsableFilter } from '../domain/event-filter';
import { type JsonObject, type JsonValue, jsonObject } from '../domain/json';

/** Contents of events and conditions on them, of few keys and values, so that conditions often hold. */

/** Date texts that may be stored or asked for, with their instants in Unix milliseconds. */
export const DATES: ReadonlyMap<string, number> = new Map([
  ['1970-01-01T00:00:02Z', 2000],
  ['1970-01-01T05:45:02+05:45', 2000],
  ['1970-01-01 00:00:02.5', 2500],
  ['1970-01-01T00:00:03.000125+0000', 3000.125],
  ['1970-01-01', 0],
]);
const key = fc.constantFrom(
  'a',
  'b',
  'a.b',
  '0',
  '1',
  '1.a',
  '__proto__',
  'constructor',
  'length',
  'run_id',
  'é\u0000\ud800',
);
const scalar: fc.Arbitrary<JsonValue> = fc.constantFrom<JsonValue[]>(
  null,
  true,
  false,
  'TRUE',
  0,
  1,
  -0.5,
  2.5,
  '1',
  ' 2.50 ',
  '1e3',
  '.',
  'ab',
  'b',
  '',
  '\u0000\ud800',
  9007199254740993n,
  '9007199254740993',
  9007199254740992n,
  -(2n ** 70n),
  ...DATES.keys(),
);
export const { value: anyValue } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map(toObject),
}));
export const anyObject = fc.array(fc.tuple(key, anyValue), { maxLength: 3 }).map(toObject);

export function toObject(members: readonly (readonly [string, JsonValue])[]): JsonObject {
  const object = jsonObject();
  for (const [name, value] of members) object[name] = value;
  return object;
}

export const BUCKETS = ['inputs', 'config', 'metadata', 'metrics', 'feedback', 'user_properties'] as const;
export const anyBuckets = fc.record({
  inputs: anyObject,
  config: anyObject,
  metadata: anyObject,
  metrics: anyObject,
  feedback: anyObject,
  user_properties: anyObject,
});

const field = fc.oneof(
  fc.constantFrom(
    'event_type',
    'event_name',
    'event_id',
    'session_id',
    'project_id',
    'parent_id',
    'error',
    'start_time',
  ),
  fc.constantFrom('outputs', 'metadata', 'children_ids.length', 'nothing', 'metadata.'),
  fc
    .tuple(fc.constantFrom(...BUCKETS, 'outputs'), fc.array(key, { minLength: 1, maxLength: 3 }))
    .map((path) => path.flat().join('.')),
);
const plainValue = fc.oneof(
  scalar as fc.Arbitrary<EventFilter['value']>,
  fc.constantFrom<EventFilter['value']>('tool', 'step', 'bad', 2500, '2500', 'a', '['),
);
/** A condition that knows nothing of what is stored. */
export const anyCondition: fc.Arbitrary<EventFilter> = fc
  .record({
    field,
    operator: fc.constantFrom(...FILTER_OPERATORS),
    value: plainValue,
    type: fc.constantFrom(...FILTER_TYPES),
  })
  .filter(isUsableFilter);

/** A condition on what is stored: the field and the value of some leaf of some event, whichever the number says. */
export const aimedCondition = fc.record({
  leaf: fc.nat(1000),
  operator: fc.constantFrom(...FILTER_OPERATORS),
  type: fc.option(fc.constantFrom(...FILTER_TYPES)),
});
type AimedCondition = typeof aimedCondition extends fc.Arbitrary<infer T> ? T : never;

/** undefined where the type does not fit the value. */
export function aimAt(all: readonly TraceEvent[], { leaf, operator, type }: AimedCondition): EventFilter | undefined {
  const leaves: { readonly field: string; readonly value: EventFilter['value'] }[] = [];
  const visit = (value: JsonValue, path: readonly string[]) => {
    if (typeof value !== 'object' || value === null) leaves.push({ field: path.join('.'), value });
    else for (const [name, member] of Object.entries(value)) visit(member, [...path, name]);
  };
  for (const event of all) visit(event as unknown as JsonValue, []);
  const found = leaves[leaf % leaves.length] as (typeof leaves)[number];
  const ownType = typeof found.value === 'bigint' ? 'number' : typeof found.value;
  const filter = { ...found, operator, type: type ?? (ownType as EventFilter['type']) };
  return FILTER_TYPES.includes(filter.type) && isUsableFilter(filter) ? filter : undefined;
}
