import type { Attribute, AttributeValue } from '../domain/attributes';
import type { Span } from '../domain/span';
import type { OtlpEncoding } from '../otlp/otlp-encoding';
import { attributesOf } from '../testing/a-span';
import { hexField, messageField, stringField } from '../testing/encode-protobuf';
import { type Behaviour, casesOf } from './behaviour';
import { bodyOf, ENCODINGS, type Ids, jsonIds, jsonOf, newIds, newSpan, post, protobufIds, protobufOf } from './bodies';
import { expectKept, inEncodings } from './expect-kept';
import { expectEqual } from './expectations';
import { expectAccepted, expectRejected } from './read-answer';
import { expectStored, whereVisible } from './stored';

const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);
/** Parents in hex that are none. */
const NO_PARENTS = ['', NO_SPAN];

function idBody(encoding: OtlpEncoding, { traceId, spanId }: Ids, parent?: string): string | Uint8Array {
  const parentJson = parent === undefined ? '' : `,"parentSpanId":"${parent}"`;
  if (encoding === 'json') return jsonOf(jsonIds({ traceId, spanId }) + parentJson);
  return protobufOf([protobufIds({ traceId, spanId }), parent === undefined ? [] : hexField(4, parent)]);
}

const IDS: Behaviour = {
  id: 'P52',
  title: 'zero ids and ids of another length are invalid; no, an empty or a zero parent is a root',
  level: 'MUST',
  cases: [
    ...casesOf(
      inEncodings([
        { what: 'a zero trace id', change: { traceId: NO_TRACE } },
        { what: 'a zero span id', change: { spanId: NO_SPAN } },
        { what: 'no trace id', change: { traceId: '' } },
        { what: 'no span id', change: { spanId: '' } },
        { what: 'a trace id of 8 bytes', change: { traceId: 'ab'.repeat(8) } },
        { what: 'a trace id of 17 bytes', change: { traceId: 'ab'.repeat(17) } },
        { what: 'a span id of 16 bytes', change: { spanId: 'ab'.repeat(16) } },
        { what: 'a span id of 7 bytes', change: { spanId: 'ab'.repeat(7) } },
      ]),
      ({ row, encoding }) => `${row.what}, ${encoding}`,
      async (target, { row, encoding }) => {
        const answer = await post(target, encoding, idBody(encoding, { ...newIds(), ...row.change }));
        expectRejected(answer, encoding, 1);
      },
    ),
    ...casesOf(
      inEncodings([undefined, ...NO_PARENTS]),
      ({ row, encoding }) => `${row === undefined ? 'no parent' : `the parent "${row}"`}, ${encoding}`,
      async (target, { row, encoding }) => {
        const ids = newIds();
        expectAccepted(await post(target, encoding, idBody(encoding, ids, row)), encoding);
        await whereVisible(target, async () => {
          expectEqual((await expectStored(target, ids)).detail.parentSpanId, null, 'parent');
        });
      },
    ),
    ...casesOf(
      inEncodings(['itself', 'unknown']),
      ({ row, encoding }) => `a parent that is ${row}, ${encoding}`,
      async (target, { row, encoding }) => {
        const ids = newIds();
        const parent = row === 'itself' ? ids.spanId : newIds().spanId;
        expectAccepted(await post(target, encoding, idBody(encoding, ids, parent)), encoding);
        await whereVisible(target, async () => {
          expectEqual((await expectStored(target, ids)).detail.parentSpanId, parent, 'parent');
        });
      },
    ),
  ],
};

/** Attribute values, with the OTLP/JSON they are stored as. */
const VALUES: readonly (readonly [what: string, value: AttributeValue, stored: unknown])[] = [
  ['text', 'Größe ✓', { stringValue: 'Größe ✓' }],
  ['empty text', '', { stringValue: '' }],
  ['true', true, { boolValue: true }],
  ['false', false, { boolValue: false }],
  ['an integer', 42n, { intValue: '42' }],
  ['a double', 0.25, { doubleValue: 0.25 }],
  ['bytes', Uint8Array.of(0, 255, 254), { bytesValue: 'AP/+' }],
  ['no bytes', new Uint8Array(), { bytesValue: '' }],
  ['nothing', null, {}],
  ['an empty list', [], { arrayValue: { values: [] } }],
  ['a list of texts', ['a', 'b'], { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } }],
  [
    'a mixed list',
    ['a', 1n, null, [true]],
    {
      arrayValue: {
        values: [{ stringValue: 'a' }, { intValue: '1' }, {}, { arrayValue: { values: [{ boolValue: true }] } }],
      },
    },
  ],
  ['no pairs', { entries: [] }, { kvlistValue: { values: [] } }],
  [
    'pairs',
    { entries: attributesOf({ a: 'x', b: 1n }) },
    {
      kvlistValue: {
        values: [
          { key: 'a', value: { stringValue: 'x' } },
          { key: 'b', value: { intValue: '1' } },
        ],
      },
    },
  ],
  [
    'pairs in a list in pairs',
    { entries: attributesOf({ a: [{ entries: attributesOf({ b: true }) }] }) },
    {
      kvlistValue: {
        values: [
          {
            key: 'a',
            value: {
              arrayValue: { values: [{ kvlistValue: { values: [{ key: 'b', value: { boolValue: true } }] } }] },
            },
          },
        ],
      },
    },
  ],
];

const ATTRIBUTES: Behaviour = {
  id: 'P53',
  title: 'attributes of every kind of value are kept as they are',
  level: 'MUST',
  cases: casesOf(
    inEncodings(VALUES),
    ({ row: [what], encoding }) => `${what}, ${encoding}`,
    (target, { row: [, value, stored], encoding }) =>
      expectKept(target, encoding, newSpan({ attributes: attributesOf({ k: value }) }), ({ span }) =>
        expectEqual(span.attributes, [{ key: 'k', value: stored }], 'stored attributes'),
      ),
  ),
};

const REPEATED: readonly Attribute[] = [
  { key: 'a', value: 1n },
  { key: 'b', value: 'x' },
  { key: 'a', value: 2n },
  { key: 'a', value: 2n },
];
const REPEATED_STORED = REPEATED.map(({ key, value }) => ({
  key,
  value: typeof value === 'bigint' ? { intValue: String(value) } : { stringValue: value },
}));

const DUPLICATES: Behaviour = {
  id: 'P54',
  title: 'repeated attribute keys can all be seen, in order',
  level: 'required',
  cases: casesOf(
    inEncodings(['of the span', 'of an event', 'of the resource', 'in a list of pairs'] as const),
    ({ row, encoding }) => `${row}, ${encoding}`,
    async (target, { row, encoding }) => {
      const plain = newSpan();
      const span: Record<typeof row, Span> = {
        'of the span': { ...plain, attributes: REPEATED },
        'of an event': {
          ...plain,
          events: [{ timeUnixNano: 1n, name: 'e', attributes: REPEATED, droppedAttributesCount: null }],
        },
        'of the resource': { ...plain, resource: { ...plain.resource, attributes: REPEATED } },
        'in a list of pairs': { ...plain, attributes: [{ key: 'k', value: { entries: REPEATED } }] },
      };
      await expectKept(target, encoding, span[row], ({ span: stored, resource }) => {
        const kept = {
          'of the span': stored.attributes,
          'of an event': stored.events[0]?.attributes,
          'of the resource': resource.attributes,
          'in a list of pairs': stored.attributes[0]?.value.kvlistValue?.values,
        };
        expectEqual(kept[row], REPEATED_STORED, 'stored attributes');
      });
    },
  ),
};

const LINK = newIds();

/** A span with something in every member. */
function fullSpan(): Span {
  return newSpan({
    name: 'everything',
    kind: 3,
    startUnixNano: 1_760_000_000_123_456_789n,
    endUnixNano: 1_760_000_000_987_654_321n,
    status: { code: 2, message: 'boom' },
    traceState: 'vendor=1,other=2',
    flags: 0x301,
    attributes: attributesOf({ a: 'x' }),
    droppedAttributesCount: 3,
    events: [
      {
        timeUnixNano: 1_760_000_000_500_000_001n,
        name: 'exception',
        attributes: attributesOf({ 'exception.type': 'E' }),
        droppedAttributesCount: 1,
      },
      { timeUnixNano: 0n, name: '', attributes: [], droppedAttributesCount: 0 },
    ],
    droppedEventsCount: 4,
    links: [
      {
        traceId: LINK.traceId,
        spanId: LINK.spanId,
        traceState: 'k=v',
        attributes: attributesOf({ l: 1n }),
        droppedAttributesCount: 2,
        flags: 0x101,
      },
    ],
    droppedLinksCount: 5,
    resource: {
      attributes: attributesOf({ 'service.name': 's', pid: 7n }),
      droppedAttributesCount: 6,
      schemaUrl: 'https://example.org/r',
    },
    scope: {
      name: 'scope',
      version: '1.2.3',
      attributes: attributesOf({ s: true }),
      droppedAttributesCount: 7,
      schemaUrl: 'https://example.org/s',
    },
  });
}

/** Members of a stored span, as OTLP/JSON has them. */
const FULL_MEMBERS: Readonly<Record<string, unknown>> = {
  name: 'everything',
  kind: 3,
  startTimeUnixNano: '1760000000123456789',
  endTimeUnixNano: '1760000000987654321',
  status: { code: 2, message: 'boom' },
  traceState: 'vendor=1,other=2',
  flags: 0x301,
  droppedAttributesCount: 3,
  events: [
    {
      timeUnixNano: '1760000000500000001',
      name: 'exception',
      attributes: [{ key: 'exception.type', value: { stringValue: 'E' } }],
      droppedAttributesCount: 1,
    },
    { timeUnixNano: '0', name: '', attributes: [], droppedAttributesCount: 0 },
  ],
  droppedEventsCount: 4,
  links: [
    {
      ...LINK,
      traceState: 'k=v',
      attributes: [{ key: 'l', value: { intValue: '1' } }],
      droppedAttributesCount: 2,
      flags: 0x101,
    },
  ],
  droppedLinksCount: 5,
};

const VERBATIM: Behaviour = {
  id: 'P55',
  title: 'events, links, trace state, flags, dropped counts, schema URLs and scope are kept as they are',
  level: 'required',
  cases: [
    ...casesOf(
      inEncodings(Object.keys(FULL_MEMBERS)),
      ({ row, encoding }) => `${row}, ${encoding}`,
      (target, { row, encoding }) =>
        expectKept(target, encoding, fullSpan(), ({ span }) =>
          expectEqual(span[row], FULL_MEMBERS[row], `stored ${row}`),
        ),
    ),
    ...casesOf(
      inEncodings(['resource', 'scope']),
      ({ row, encoding }) => `${row}, ${encoding}`,
      (target, { row, encoding }) =>
        expectKept(target, encoding, fullSpan(), (stored) => {
          if (row === 'resource') {
            expectEqual(
              stored.resource,
              {
                attributes: [
                  { key: 'service.name', value: { stringValue: 's' } },
                  { key: 'pid', value: { intValue: '7' } },
                ],
                droppedAttributesCount: 6,
              },
              'stored resource',
            );
            expectEqual(stored.resourceSchemaUrl, 'https://example.org/r', 'schema URL');
          } else {
            expectEqual(
              stored.scope,
              {
                name: 'scope',
                version: '1.2.3',
                attributes: [{ key: 's', value: { boolValue: true } }],
                droppedAttributesCount: 7,
              },
              'stored scope',
            );
            expectEqual(stored.scopeSchemaUrl, 'https://example.org/s', 'schema URL');
          }
        }),
    ),
    {
      name: 'references to entities do no harm, protobuf',
      run: async (target) => {
        const ids = newIds();
        const entity = messageField(3, stringField(2, 'service'), stringField(3, 'service.name'));
        const body = messageField(1, messageField(1, entity), messageField(2, messageField(2, protobufIds(ids))));
        expectAccepted(await post(target, 'protobuf', Uint8Array.from(body)), 'protobuf');
      },
    },
    {
      name: 'references to entities do no harm, json',
      run: async (target) => {
        const resource = '{"entityRefs":[{"type":"service","idKeys":["service.name"]}]}';
        const body = `{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"spans":[{${jsonIds(newIds())}}]}]}]}`;
        expectAccepted(await post(target, 'json', body), 'json');
      },
    },
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `a link that leads nowhere, ${encoding}`,
      (target, { encoding }) => {
        const link = {
          traceId: '',
          spanId: '',
          traceState: '',
          attributes: [],
          droppedAttributesCount: 0,
          flags: null,
        };
        return expectKept(target, encoding, newSpan({ links: [link] }), ({ span }) =>
          expectEqual(span.links.length, 1, 'stored links'),
        );
      },
    ),
  ],
};

const RESOURCES: Behaviour = {
  id: 'P56',
  title: 'resource and scope may be absent, and the same resource may come many times',
  level: 'SHOULD',
  cases: [
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `neither resource nor scope, ${encoding}`,
      async (target, { encoding }) => {
        const ids = newIds();
        expectAccepted(await post(target, encoding, idBody(encoding, ids)), encoding);
        await whereVisible(target, async () => {
          const { resource, scope } = await expectStored(target, ids);
          expectEqual([resource.attributes, scope.name], [[], ''], 'resource and scope');
        });
      },
    ),
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `a ResourceSpans for every span, ${encoding}`,
      async (target, { encoding }) => {
        const resource = {
          attributes: attributesOf({ 'service.name': 's' }),
          droppedAttributesCount: 0,
          schemaUrl: '',
        };
        const spans = Array.from({ length: 20 }, () => newSpan({ resource }));
        expectAccepted(await post(target, encoding, bodyOf(encoding, ...spans)), encoding);
        await whereVisible(target, async () => {
          for (const span of spans)
            expectEqual((await expectStored(target, span)).resource.attributes.length, 1, 'resource attributes');
        });
      },
    ),
    {
      name: 'a request whose spans differ in resource and scope',
      run: async (target) => {
        const spans = ['a', 'b', 'c'].map((name) => newSpan({ scope: { ...fullSpan().scope, name } }));
        expectAccepted(await post(target, 'protobuf', bodyOf('protobuf', ...spans)), 'protobuf');
        await whereVisible(target, async () => {
          for (const span of spans)
            expectEqual((await expectStored(target, span)).scope.name, span.scope.name, 'scope');
        });
      },
    },
  ],
};

export const MODEL: readonly Behaviour[] = [IDS, ATTRIBUTES, DUPLICATES, VERBATIM, RESOURCES];
