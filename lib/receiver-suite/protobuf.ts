import {
  type Bytes,
  doubleField,
  fixed32Field,
  fixed64Field,
  hexField,
  messageField,
  stringField,
  varint,
  varintField,
} from '../testing/encode-protobuf';
import { type Behaviour, casesOf } from './behaviour';
import { framed, type Ids, newIds, post, protobufIds } from './bodies';
import { expectEqual, expectOneOf } from './expectations';
import { attribute, expectSpan, memberCase, valueCase } from './protobuf-cases';
import { expectAccepted, expectRefused } from './read-answer';
import { attributeOf, expectStored, whereVisible } from './stored';

/** Every wire type once, under numbers that no version of OTLP has used. */
const UNKNOWN: Bytes = [
  ...varintField(2001, 2n ** 64n - 1n),
  ...fixed64Field(2002, 1n),
  ...stringField(2003, 'later version'),
  ...varint(2004 * 8 + 3),
  ...stringField(1, 'in a group'),
  ...varint(5 * 8 + 3),
  ...varint(5 * 8 + 4),
  ...varint(2004 * 8 + 4),
  ...fixed32Field(2005, 1),
];

/** A request with the unknown fields at one level. */
const LEVELS: readonly (readonly [level: string, body: (ids: Ids) => Bytes])[] = [
  [
    'the request',
    (ids) => [...UNKNOWN, ...messageField(1, messageField(2, messageField(2, protobufIds(ids)))), ...UNKNOWN],
  ],
  ['ResourceSpans', (ids) => messageField(1, UNKNOWN, messageField(2, messageField(2, protobufIds(ids))), UNKNOWN)],
  ['Resource', (ids) => messageField(1, messageField(1, UNKNOWN), messageField(2, messageField(2, protobufIds(ids))))],
  ['ScopeSpans', (ids) => messageField(1, messageField(2, UNKNOWN, messageField(2, protobufIds(ids)), UNKNOWN))],
  ['Scope', (ids) => messageField(1, messageField(2, messageField(1, UNKNOWN), messageField(2, protobufIds(ids))))],
  ['Span', (ids) => messageField(1, messageField(2, messageField(2, UNKNOWN, protobufIds(ids), UNKNOWN)))],
  ['Event', (ids) => messageField(1, messageField(2, messageField(2, protobufIds(ids), messageField(11, UNKNOWN))))],
  ['Link', (ids) => messageField(1, messageField(2, messageField(2, protobufIds(ids), messageField(13, UNKNOWN))))],
  ['Status', (ids) => messageField(1, messageField(2, messageField(2, protobufIds(ids), messageField(15, UNKNOWN))))],
  ['KeyValue', (ids) => messageField(1, messageField(2, messageField(2, protobufIds(ids), messageField(9, UNKNOWN))))],
  ['AnyValue', (ids) => messageField(1, messageField(2, messageField(2, protobufIds(ids), attribute(UNKNOWN))))],
];

const UNKNOWN_FIELDS: Behaviour = {
  id: 'P33',
  title: 'unknown fields are passed over at every level; unknown enum numbers are kept',
  level: 'MUST',
  cases: [
    ...casesOf(
      LEVELS,
      ([level]) => `unknown fields in ${level}`,
      async (target, [, body]) => {
        const ids = newIds();
        expectAccepted(await post(target, 'protobuf', Uint8Array.from(body(ids))), 'protobuf');
        await whereVisible(target, async () => void (await expectStored(target, ids)));
      },
    ),
    memberCase('an unknown kind', [varintField(6, 99)], 'kind', 99),
    memberCase('a negative kind', [varintField(6, -1)], 'kind', -1),
    memberCase('an unknown status code', [messageField(15, varintField(3, 7))], 'status', { code: 7, message: '' }),
    memberCase('a known field of another wire type', [varintField(5, 1), fixed64Field(10, 1n)], 'name', ''),
  ],
};

/** A varint of ten bytes, most of them saying nothing. */
function longVarint(value: number): Bytes {
  return [value | 0x80, ...new Array<number>(8).fill(0x80), 0x00];
}

const WIRE: Behaviour = {
  id: 'P34',
  title: 'what protobuf allows on the wire is read as it says: last one wins, split messages merge, any order',
  level: 'MUST',
  cases: [
    memberCase('the last of several names', [stringField(5, 'first'), stringField(5, 'last')], 'name', 'last'),
    memberCase('the last of several times', [fixed64Field(7, 1n), fixed64Field(7, 2n)], 'startTimeUnixNano', '2'),
    memberCase(
      'a status in two parts',
      [messageField(15, varintField(3, 2)), messageField(15, stringField(2, 'failed'))],
      'status',
      { code: 2, message: 'failed' },
    ),
    memberCase('a kind of ten bytes', [[...varint(6 * 8), ...longVarint(3)]], 'kind', 3),
    valueCase('an integer of ten bytes', [[...varint(3 * 8), ...longVarint(5)]], { intValue: '5' }),
    valueCase('a bool that is neither 0 nor 1', [varintField(2, 2)], { boolValue: true }),
    valueCase('a length of ten bytes', [[...varint(8 + 2), ...longVarint(1), 0x78]], { stringValue: 'x' }),
    memberCase('a tag of five bytes', [[0xaa, 0x80, 0x80, 0x80, 0x00, 1, 0x78]], 'name', 'x'),
    memberCase('uint32 beyond 32 bits is cut', [varintField(10, 2n ** 32n + 5n)], 'droppedAttributesCount', 5),
    {
      name: 'fields in reverse order',
      run: async (target) => {
        const ids = newIds();
        const span = [fixed32Field(16, 1), stringField(5, 'n'), hexField(2, ids.spanId), hexField(1, ids.traceId)];
        const body = messageField(
          1,
          stringField(3, 'https://example.org/r'),
          messageField(
            2,
            stringField(3, 'https://example.org/s'),
            messageField(2, ...span),
            messageField(1, stringField(1, 'scope')),
          ),
          messageField(1, messageField(1, stringField(1, 'r'))),
        );
        expectAccepted(await post(target, 'protobuf', Uint8Array.from(body)), 'protobuf');
        await whereVisible(target, async () => {
          const stored = await expectStored(target, ids);
          expectEqual(stored.scope.name, 'scope', 'scope');
          expectEqual(stored.resource.attributes[0]?.key, 'r', 'resource attribute');
          expectEqual(
            [stored.resourceSchemaUrl, stored.scopeSchemaUrl],
            ['https://example.org/r', 'https://example.org/s'],
            'schema URLs',
          );
        });
      },
    },
    {
      name: 'resource and scope in two parts',
      run: async (target) => {
        const ids = newIds();
        const body = messageField(
          1,
          messageField(1, messageField(1, stringField(1, 'a'))),
          messageField(
            2,
            messageField(1, stringField(1, 'scope')),
            messageField(2, protobufIds(ids)),
            messageField(1, stringField(2, '1.0')),
          ),
          messageField(1, messageField(1, stringField(1, 'b'))),
        );
        expectAccepted(await post(target, 'protobuf', Uint8Array.from(body)), 'protobuf');
        await whereVisible(target, async () => {
          const { scope, resource } = await expectStored(target, ids);
          expectEqual([scope.name, scope.version], ['scope', '1.0'], 'scope');
          expectEqual(
            resource.attributes.map(({ key }: { key: string }) => key),
            ['a', 'b'],
            'resource attributes',
          );
        });
      },
    },
  ],
};

const INTEGERS = [0n, 1n, -1n, 2n ** 31n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const TIMES = [0n, 1n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n];
const DOUBLES: readonly (readonly [double: number, stored: unknown])[] = [
  [0, 0],
  [-0, -0],
  [0.1, 0.1],
  [5e-324, 5e-324],
  [2.2250738585072014e-308, 2.2250738585072014e-308],
  [1.7976931348623157e308, 1.7976931348623157e308],
  [Number.NaN, 'NaN'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NEGATIVE_INFINITY, '-Infinity'],
];

const NUMBERS: Behaviour = {
  id: 'P35',
  title: 'every integer, time and double comes back exactly',
  level: 'required',
  cases: [
    ...INTEGERS.map((value) => valueCase(`the integer ${value}`, [varintField(3, value)], { intValue: String(value) })),
    ...TIMES.map((time) => memberCase(`the time ${time}`, [fixed64Field(7, time)], 'startTimeUnixNano', String(time))),
    ...DOUBLES.map(([double, stored]) =>
      valueCase(`the double ${Object.is(double, -0) ? '-0' : double}`, [doubleField(4, double)], {
        doubleValue: stored,
      }),
    ),
  ],
};

const ONEOF: Behaviour = {
  id: 'P36',
  title: 'of several kinds of value the last counts; no value is not an empty string',
  level: 'required',
  cases: [
    valueCase('string, then integer', [stringField(1, 'x'), varintField(3, 7)], { intValue: '7' }),
    valueCase('integer, then string', [varintField(3, 7), stringField(1, 'x')], { stringValue: 'x' }),
    valueCase('list, then bool', [messageField(5), varintField(2, 0)], { boolValue: false }),
    valueCase(
      'a list in two parts',
      [messageField(5, messageField(1, varintField(3, 1))), messageField(5, messageField(1))],
      {
        arrayValue: { values: [{ intValue: '1' }, {}] },
      },
    ),
    valueCase('no value', [], {}),
    valueCase('an empty string', [stringField(1, '')], { stringValue: '' }),
    {
      name: 'an attribute without any value',
      run: (target) =>
        expectSpan(target, [messageField(9, stringField(1, 'k'))], (stored) =>
          expectEqual(attributeOf(stored), {}, 'stored value'),
        ),
    },
    {
      name: 'a value in two parts',
      run: (target) =>
        expectSpan(
          target,
          [
            messageField(
              9,
              stringField(1, 'k'),
              messageField(2, stringField(1, 'x')),
              messageField(2, varintField(2, 1)),
            ),
          ],
          (stored) => expectEqual(attributeOf(stored), { boolValue: true }, 'stored value'),
        ),
    },
  ],
};

/** The attribute `k` whose value lies in so many lists. Written from its end, because every level has its length in front. */
function nestedAttribute(levels: number): Uint8Array {
  const bytes = Buffer.alloc(100 + 10 * levels);
  let at = bytes.length;
  const enclose = (tag: number) => {
    const head = [tag, ...varint(bytes.length - at)];
    at -= head.length;
    bytes.set(head, at);
  };
  for (let level = 0; level < levels; level++) {
    enclose(0x0a);
    enclose(0x2a);
  }
  enclose(0x12);
  at -= 3;
  bytes.set(stringField(1, 'k'), at);
  enclose(0x4a);
  return bytes.subarray(at);
}

/** A request whose span has a value in so many lists. */
function nestedBody(levels: number): Uint8Array {
  const span = Buffer.concat([Uint8Array.from(protobufIds(newIds())), nestedAttribute(levels)]);
  return framed(1, framed(2, framed(2, span)));
}

const DEPTH: Behaviour = {
  id: 'P37',
  title: 'values nested too deep are 400, and no depth overflows the stack',
  level: 'required',
  cases: [
    ...casesOf(
      [1, 10, 40],
      (levels) => `${levels} levels are taken`,
      async (target, levels) => void expectAccepted(await post(target, 'protobuf', nestedBody(levels)), 'protobuf'),
    ),
    ...casesOf(
      [200, 10_000, 1_000_000],
      (levels) => `${levels} levels are refused`,
      async (target, levels) => {
        expectRefused(await post(target, 'protobuf', nestedBody(levels)), 400, 'protobuf');
      },
    ),
    {
      name: '1,000,000 open groups',
      run: async (target) => {
        const body = new Uint8Array(1_000_000).fill(0x0b);
        expectRefused(await post(target, 'protobuf', body), 400, 'protobuf');
      },
    },
    {
      name: '500,000 groups in each other are passed over',
      run: async (target) => {
        const body = Buffer.concat([Buffer.alloc(500_000, 0x13), Buffer.alloc(500_000, 0x14)]);
        expectOneOf((await post(target, 'protobuf', body)).status, [200, 400], 'status');
      },
    },
  ],
};

export const PROTOBUF: readonly Behaviour[] = [UNKNOWN_FIELDS, WIRE, NUMBERS, ONEOF, DEPTH];
