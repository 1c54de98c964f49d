import { type Behaviour, casesOf } from './behaviour';
import { type Ids, jsonIds, jsonOf, newIds, post } from './bodies';
import { expectEqual, expectThat } from './expectations';
import { memberCase, rejectedCase, valueCase, warnedCase } from './json-cases';
import { expectAccepted } from './read-answer';
import { expectStored, whereVisible } from './stored';

const BAD_IDS: readonly (readonly [what: string, change: (ids: Ids) => Partial<Ids>])[] = [
  ['a trace id of 2 digits', () => ({ traceId: 'ab' })],
  ['a trace id of 16 digits', ({ spanId }) => ({ traceId: spanId })],
  ['a trace id of 31 digits', ({ traceId }) => ({ traceId: traceId.slice(1) })],
  ['a trace id of 33 digits', ({ traceId }) => ({ traceId: `${traceId}0` })],
  ['a trace id with a letter beyond f', ({ traceId }) => ({ traceId: `g${traceId.slice(1)}` })],
  ['a trace id with dashes', ({ traceId }) => ({ traceId: `${traceId.slice(0, 8)}-${traceId.slice(9)}` })],
  ['a trace id with a space', ({ traceId }) => ({ traceId: ` ${traceId}` })],
  ['a trace id with 0x', ({ traceId }) => ({ traceId: `0x${traceId.slice(2)}` })],
  ['an empty trace id', () => ({ traceId: '' })],
  ['a span id of 15 digits', ({ spanId }) => ({ spanId: spanId.slice(1) })],
  ['a span id of 32 digits', ({ traceId }) => ({ spanId: traceId })],
  ['a span id with a letter beyond f', ({ spanId }) => ({ spanId: `${spanId.slice(1)}z` })],
  ['an empty span id', () => ({ spanId: '' })],
];

const HEX_IDS: Behaviour = {
  id: 'P41',
  title: 'ids are hex in any case; another length or letter costs that span, not the batch',
  level: 'MUST',
  cases: [
    ...casesOf(
      ['lower', 'upper', 'mixed'],
      (letters) => `${letters} case`,
      async (target, letters) => {
        const ids = newIds();
        const inCase = (text: string) =>
          letters === 'lower'
            ? text
            : text.replace(/[a-f]/g, (digit, at: number) =>
                letters === 'upper' || at % 2 ? digit.toUpperCase() : digit,
              );
        const sent = { traceId: inCase(ids.traceId), spanId: inCase(ids.spanId) };
        expectAccepted(await post(target, 'json', jsonOf(jsonIds(sent))), 'json');
        await whereVisible(target, async () => void (await expectStored(target, ids)));
      },
    ),
    ...BAD_IDS.map(([what, change]) => rejectedCase(what, (ids) => jsonIds({ ...ids, ...change(ids) }))),
    rejectedCase('a trace id that is a number', ({ spanId }) => `"traceId":5,"spanId":"${spanId}"`),
    rejectedCase('no ids', () => '"name":"x"'),
    rejectedCase('a parent id of 15 digits', (ids) => `${jsonIds(ids)},"parentSpanId":"${ids.spanId.slice(1)}"`),
  ],
};

const base64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64');

const BASE64_IDS: Behaviour = {
  id: 'P42',
  title: 'ids in base64 are refused with a hint, never read as something else',
  level: 'required',
  cases: [
    rejectedCase(
      'both ids',
      ({ traceId, spanId }) => jsonIds({ traceId: base64(traceId), spanId: base64(spanId) }),
      /base64/,
    ),
    rejectedCase('the trace id', ({ traceId, spanId }) => jsonIds({ traceId: base64(traceId), spanId }), /base64/),
    rejectedCase('the span id', ({ traceId, spanId }) => jsonIds({ traceId, spanId: base64(spanId) }), /base64/),
    rejectedCase('the parent id', (ids) => `${jsonIds(ids)},"parentSpanId":"${base64(ids.spanId)}"`, /base64/),
    rejectedCase(
      'without padding',
      ({ traceId, spanId }) => jsonIds({ traceId: base64(traceId).replace(/=/g, ''), spanId }),
      /base64/,
    ),
    rejectedCase('base64 of hex digits only', ({ spanId }) => jsonIds({ traceId: 'abcdefabcdefabcdefabcd==', spanId })),
    rejectedCase('base64 of a hex id (32 bytes)', ({ traceId, spanId }) =>
      jsonIds({ traceId: Buffer.from(traceId).toString('base64'), spanId }),
    ),
  ],
};

/** Integers as they are written, and as they must come back. */
const INTEGERS: readonly (readonly [text: string, integer: string])[] = [
  ['5', '5'],
  ['"5"', '5'],
  ['-0', '0'],
  ['9007199254740991', '9007199254740991'],
  ['9007199254740993', '9007199254740993'],
  ['"9007199254740993"', '9007199254740993'],
  ['-9007199254740993', '-9007199254740993'],
  ['9223372036854775807', '9223372036854775807'],
  ['"9223372036854775807"', '9223372036854775807'],
  ['-9223372036854775808', '-9223372036854775808'],
  ['"-9223372036854775808"', '-9223372036854775808'],
  ['1e18', '1000000000000000000'],
  ['"1e3"', '1000'],
  ['1.0', '1'],
  ['"1.0"', '1'],
];

const LONGS: Behaviour = {
  id: 'P43',
  title: '64-bit integers are text or numbers, and exact beyond 2^53',
  level: 'MUST',
  cases: [
    ...INTEGERS.map(([text, integer]) => valueCase(`{"intValue":${text}}`, { intValue: integer })),
    ...['"1795242529452846168"', '1795242529452846168', '"18446744073709551615"', '18446744073709551615', '"0"'].map(
      (text) => memberCase(`"startTimeUnixNano":${text}`, 'startTimeUnixNano', text.replaceAll('"', '')),
    ),
    ...['-1', '"18446744073709551616"', '"now"', '1.5', '{}', '[]', 'true'].map((text) =>
      rejectedCase(`the time ${text} is refused`, (ids) => `${jsonIds(ids)},"startTimeUnixNano":${text}`),
    ),
    ...['4294967295', '"7"'].map((text) => memberCase(`"flags":${text}`, 'flags', Number(text.replaceAll('"', '')))),
    rejectedCase('flags beyond 32 bits are refused', (ids) => `${jsonIds(ids)},"flags":4294967296`),
  ],
};

const KIND_NAMES = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const STATUS_NAMES = ['UNSET', 'OK', 'ERROR'];

const ENUMS: Behaviour = {
  id: 'P44',
  title: 'enums are integers; their names are taken with a warning',
  level: 'MUST',
  cases: [
    ...KIND_NAMES.map((_, number) => memberCase(`"kind":${number}`, 'kind', number)),
    memberCase('"kind":99', 'kind', 99),
    ...KIND_NAMES.map((name, number) =>
      warnedCase(`"kind":"SPAN_KIND_${name}"`, `"kind":"SPAN_KIND_${name}"`, ({ span }) =>
        expectEqual(span.kind, number, 'stored kind'),
      ),
    ),
    ...STATUS_NAMES.map((name, number) =>
      warnedCase(`"code":"STATUS_CODE_${name}"`, `"status":{"code":"STATUS_CODE_${name}"}`, ({ span }) =>
        expectEqual(span.status.code, number, 'stored code'),
      ),
    ),
    ...['CLIENT', 'client', 'SPAN_KIND_', 'SPAN_KIND_constructor'].map((name) =>
      warnedCase(`the unknown name ${name}`, `"kind":"${name}"`, ({ span }) =>
        expectEqual(span.kind, 0, 'stored kind'),
      ),
    ),
    rejectedCase('an object for a kind is refused', (ids) => `${jsonIds(ids)},"kind":{}`),
  ],
};

const SNAKE_CASE: readonly (readonly [members: string, member: string, stored: unknown])[] = [
  ['"parent_span_id":"00f067aa0ba902b7"', 'parentSpanId', '00f067aa0ba902b7'],
  ['"start_time_unix_nano":"5"', 'startTimeUnixNano', '5'],
  ['"end_time_unix_nano":"5"', 'endTimeUnixNano', '5'],
  ['"trace_state":"a=b"', 'traceState', 'a=b'],
  ['"dropped_attributes_count":5', 'droppedAttributesCount', 5],
  ['"dropped_events_count":5', 'droppedEventsCount', 5],
  ['"dropped_links_count":5', 'droppedLinksCount', 5],
  [
    '"attributes":[{"key":"k","value":{"string_value":"v"}}]',
    'attributes',
    [{ key: 'k', value: { stringValue: 'v' } }],
  ],
  ['"attributes":[{"key":"k","value":{"int_value":"5"}}]', 'attributes', [{ key: 'k', value: { intValue: '5' } }]],
];

const CAMEL_CASE: Behaviour = {
  id: 'P45',
  title: 'members are lowerCamelCase; snake_case is taken with a warning',
  level: 'MUST',
  cases: [
    ...SNAKE_CASE.map(([members, member, stored]) =>
      warnedCase(members, members, ({ span }) => expectEqual(span[member], stored, `stored ${member}`)),
    ),
    {
      name: 'snake_case around and for ids',
      run: async (target) => {
        const { traceId, spanId } = newIds();
        const body = `{"resource_spans":[{"scope_spans":[{"spans":[{"trace_id":"${traceId}","span_id":"${spanId}"}]}]}]}`;
        expectThat(expectAccepted(await post(target, 'json', body), 'json').message !== '', 'a warning', 'none');
        await whereVisible(target, async () => void (await expectStored(target, { traceId, spanId })));
      },
    },
    memberCase(
      '"name":"camel","start_time_unix_nano":"1","startTimeUnixNano":"2"',
      'startTimeUnixNano',
      '2',
      'lowerCamelCase wins over snake_case',
    ),
  ],
};

const UNKNOWN_NAMES: Behaviour = {
  id: 'P46',
  title: 'unknown members are passed over',
  level: 'MUST',
  cases: casesOf(
    [
      (ids: Ids) => `{"later":{"a":[1]},"resourceSpans":[{"scopeSpans":[{"spans":[{${jsonIds(ids)}}]}]}]}`,
      (ids: Ids) =>
        `{"resourceSpans":[{"later":1,"resource":{"later":{}},"scopeSpans":[{"spans":[{${jsonIds(ids)}}]}]}]}`,
      (ids: Ids) =>
        `{"resourceSpans":[{"scopeSpans":[{"later":null,"scope":{"later":"x"},"spans":[{${jsonIds(ids)}}]}]}]}`,
      (ids: Ids) => jsonOf(`${jsonIds(ids)},"later":{"deep":[{"er":1}]}`),
      (ids: Ids) => jsonOf(`${jsonIds(ids)},"status":{"later":1},"events":[{"later":1}],"links":[{"later":1}]`),
      (ids: Ids) => jsonOf(`${jsonIds(ids)},"attributes":[{"key":"k","later":1,"value":{"stringValue":"v"}}]`),
      (ids: Ids) => jsonOf(`${jsonIds(ids)},"attributes":[{"key":"k","value":{"arrayValue":{"later":1,"values":[]}}}]`),
    ],
    (bodyOf) => bodyOf({ traceId: '…', spanId: '…' }),
    async (target, bodyOf) => {
      const ids = newIds();
      expectAccepted(await post(target, 'json', bodyOf(ids)), 'json');
      await whereVisible(target, async () => void (await expectStored(target, ids)));
    },
  ),
};

export const JSON_ENCODING: readonly Behaviour[] = [HEX_IDS, BASE64_IDS, LONGS, ENUMS, CAMEL_CASE, UNKNOWN_NAMES];
