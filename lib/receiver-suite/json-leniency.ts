import { type Behaviour, casesOf } from './behaviour';
import { jsonIds, jsonOf, newIds, post } from './bodies';
import { expectEqual, expectThat } from './expectations';
import { expectSpan, memberCase, rejectedCase, valueCase, warnedCase } from './json-cases';
import { expectAccepted, expectRefused } from './read-answer';
import { attributeOf, expectAttribute, expectStored, whereVisible } from './stored';
import type { Target } from './target';

const NULLABLE = [
  'parentSpanId',
  'traceState',
  'flags',
  'name',
  'kind',
  'startTimeUnixNano',
  'endTimeUnixNano',
  'attributes',
  'droppedAttributesCount',
  'events',
  'droppedEventsCount',
  'links',
  'droppedLinksCount',
  'status',
];

const NULLS: Behaviour = {
  id: 'P47',
  title: 'null is the same as absent, everywhere',
  level: 'required',
  cases: [
    ...casesOf(
      NULLABLE,
      (name) => `"${name}":null`,
      async (target, name) => {
        const [without, withNull] = [newIds(), newIds()];
        expectAccepted(
          await post(target, 'json', jsonOf(jsonIds(without), `${jsonIds(withNull)},"${name}":null`)),
          'json',
        );
        await whereVisible(target, async () => {
          const [one, other] = [await expectStored(target, without), await expectStored(target, withNull)];
          expectEqual({ ...other.span, ...without }, { ...one.span, ...without }, 'stored span');
        });
      },
    ),
    ...casesOf(
      ['resource', 'scope', 'schemaUrl'],
      (name) => `"${name}":null around spans`,
      async (target, name) => {
        const ids = newIds();
        const scopeSpans = `{"${name}":null,"spans":[{${jsonIds(ids)}}]}`;
        expectAccepted(
          await post(target, 'json', `{"resourceSpans":[{"${name}":null,"scopeSpans":[${scopeSpans}]}]}`),
          'json',
        );
        await whereVisible(target, async () => void (await expectStored(target, ids)));
      },
    ),
    valueCase('null', {}),
    valueCase('{"stringValue":null,"intValue":1}', { intValue: '1' }),
    valueCase('{"arrayValue":{"values":null}}', { arrayValue: { values: [] } }),
    valueCase('{"arrayValue":{"values":[null]}}', { arrayValue: { values: [{}] } }),
  ],
};

const BYTES_AND_DOUBLES: Behaviour = {
  id: 'P48',
  title: 'bytes are base64 in either alphabet; doubles may be "NaN" and "Infinity", in quotes',
  level: 'MUST',
  cases: [
    ...['"AP/+"', '"AP_-"'].map((text) => valueCase(`{"bytesValue":${text}}`, { bytesValue: 'AP/+' })),
    ...['"/w=="', '"/w"', '"_w"'].map((text) => valueCase(`{"bytesValue":${text}}`, { bytesValue: '/w==' })),
    valueCase('{"bytesValue":""}', { bytesValue: '' }),
    ...['"NaN"', '"Infinity"', '"-Infinity"'].map((text) =>
      valueCase(`{"doubleValue":${text}}`, { doubleValue: JSON.parse(text) }),
    ),
    ...(['0.5', '"0.5"', '1', '-0.0', '1e-400', '5e-324'] as const).map((text) =>
      valueCase(`{"doubleValue":${text}}`, { doubleValue: Number(text.replaceAll('"', '')) }),
    ),
    ...['"%"', '5', '"a"', '{}'].map((text) =>
      rejectedCase(
        `bytesValue ${text} is refused`,
        (ids) => `${jsonIds(ids)},"attributes":[{"key":"k","value":{"bytesValue":${text}}}]`,
      ),
    ),
    ...['"nan"', '"1,5"', 'true', '""'].map((text) =>
      rejectedCase(
        `doubleValue ${text} is refused`,
        (ids) => `${jsonIds(ids)},"attributes":[{"key":"k","value":{"doubleValue":${text}}}]`,
      ),
    ),
    ...casesOf(
      ['NaN', 'Infinity', '-Infinity'],
      (token) => `a bare ${token} is 400 with a hint`,
      async (target, token) => {
        const body = jsonOf(`${jsonIds(newIds())},"attributes":[{"key":"k","value":{"doubleValue":${token}}}]`);
        const { message } = expectRefused(await post(target, 'json', body), 400, 'json');
        expectThat(/"NaN"|"Infinity"|quote/i.test(message), 'a hint at the quotes', message);
      },
    ),
  ],
};

const LEGACY: Behaviour = {
  id: 'P49',
  title: 'shapes of old and hand-made exporters are taken with a warning, or refused with a precise reason',
  level: 'required',
  cases: [
    {
      name: 'instrumentationLibrarySpans',
      run: async (target) => {
        const ids = newIds();
        const body = `{"resourceSpans":[{"instrumentationLibrarySpans":[{"instrumentationLibrary":{"name":"old","version":"1"},"spans":[{${jsonIds(ids)}}]}]}]}`;
        expectThat(expectAccepted(await post(target, 'json', body), 'json').message !== '', 'a warning', 'none');
        await whereVisible(target, async () => {
          const { scope } = await expectStored(target, ids);
          expectEqual([scope.name, scope.version], ['old', '1'], 'scope');
        });
      },
    },
    warnedCase('a time as {"low","high"}', '"startTimeUnixNano":{"low":-1,"high":1,"unsigned":true}', ({ span }) =>
      expectEqual(span.startTimeUnixNano, '8589934591', 'stored time'),
    ),
    warnedCase(
      'an integer as {"low","high"}',
      '"attributes":[{"key":"k","value":{"intValue":{"low":-5,"high":-1,"unsigned":false}}}]',
      (stored) => expectEqual(attributeOf(stored), { intValue: '-5' }, 'stored value'),
    ),
    ...(
      [
        ['{"Value":{"StringValue":"v"}}', { stringValue: 'v' }],
        ['{"Value":{"IntValue":5}}', { intValue: '5' }],
        ['{"Value":{"BoolValue":true}}', { boolValue: true }],
        ['{"Value":{"DoubleValue":0.5}}', { doubleValue: 0.5 }],
      ] as const
    ).map(([value, stored]) =>
      warnedCase(value, `"attributes":[{"key":"k","value":${value}}]`, (span) =>
        expectEqual(attributeOf(span), stored, 'stored value'),
      ),
    ),
    valueCase('{"Value":null}', {}),
    rejectedCase(
      'attributes as an object',
      (ids) => `${jsonIds(ids)},"attributes":{"a":"b"}`,
      /attributes is an object/,
    ),
    rejectedCase(
      'a value that is no AnyValue',
      (ids) => `${jsonIds(ids)},"attributes":[{"key":"a","value":"b"}]`,
      /value/,
    ),
    rejectedCase('a status that is text', (ids) => `${jsonIds(ids)},"status":"OK"`, /status/),
    rejectedCase(
      'a list as a value',
      (ids) => `${jsonIds(ids)},"attributes":[{"key":"a","value":{"arrayValue":[]}}]`,
      /arrayValue/,
    ),
  ],
};

const HOSTILE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'a.__proto__.b', ''];

const STRICTNESS: Behaviour = {
  id: 'P50',
  title: 'JSON is read strictly and safely: no prototype, no depth, no rubbish behind it',
  level: 'required',
  cases: [
    ...casesOf(
      HOSTILE_NAMES,
      (name) => `the attribute ${JSON.stringify(name)} is kept`,
      (target, name) => {
        const attributes = [
          { key: name, value: { kvlistValue: { values: [{ key: name, value: { stringValue: 'v' } }] } } },
        ];
        return expectSpan(target, `"attributes":${JSON.stringify(attributes)}`, ({ span }) =>
          expectEqual(span.attributes, attributes, 'stored attributes'),
        );
      },
    ),
    ...casesOf(
      ['__proto__', 'constructor', 'toString'],
      (name) => `the member ${name} is passed over`,
      (target, name) =>
        expectSpan(target, `"${name}":{"name":"polluted"},"status":{"${name}":{"code":2}}`, ({ span }) =>
          expectEqual([span.name, span.status.code], ['', 0], 'stored name and status'),
        ),
    ),
    memberCase('"name":"first","name":"last"', 'name', 'last', 'the last of repeated members counts'),
    memberCase('"name":"\\ud83d\\ude00\\u0000\\u2028"', 'name', '😀\0\u2028', 'escapes'),
    memberCase(' "name" : "x" ', 'name', 'x', 'spaces'),
    {
      name: 'a byte order mark is passed over',
      run: async (target) => void expectAccepted(await post(target, 'json', '\ufeff{}'), 'json'),
    },
    {
      name: 'a lone surrogate costs no more than its span',
      run: async (target) => {
        const answer = await post(target, 'json', jsonOf(`${jsonIds(newIds())},"name":"\\ud800"`));
        expectEqual(answer.status, 200, 'status');
      },
    },
    ...casesOf(
      [
        ['100,000 lists', '['.repeat(100_000)],
        ['100,000 closed lists', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
        ['100,000 objects', '{"a":'.repeat(100_000)],
        ['1,000,000 lists', '['.repeat(1_000_000)],
        ['1e400', '{"a":1e400}'],
        ['an integer of 100,000 digits', `{"a":${'9'.repeat(100_000)}}`],
        ['a fraction and an exponent too large', '{"a":1.5e999}'],
      ] as const,
      ([what]) => `${what}: 400`,
      async (target, [, body]) => void expectRefused(await post(target, 'json', body), 400, 'json'),
    ),
    {
      name: 'values may be nested 100 deep, and no deeper',
      run: async (target) => {
        const nested = (levels: number) => `${'{"arrayValue":{"values":['.repeat(levels)}{}${']}}'.repeat(levels)}`;
        const bodyOf = (levels: number) =>
          jsonOf(`${jsonIds(newIds())},"attributes":[{"key":"k","value":${nested(levels)}}]`);
        expectAccepted(await post(target, 'json', bodyOf(40)), 'json');
        expectRefused(await post(target, 'json', bodyOf(5000)), 400, 'json');
      },
    },
  ],
};

const AMBIGUITY: Behaviour = {
  id: 'P51',
  title: 'of several kinds of value at once the last counts, with a warning',
  level: 'required',
  cases: (
    [
      ['{"intValue":1,"stringValue":"x"}', { stringValue: 'x' }],
      ['{"stringValue":"x","intValue":1}', { intValue: '1' }],
      ['{"boolValue":true,"doubleValue":0.5,"stringValue":"x"}', { stringValue: 'x' }],
      ['{"arrayValue":{},"kvlistValue":{}}', { kvlistValue: { values: [] } }],
    ] as const
  ).map(([value, stored]) => ({
    name: value,
    run: async (target: Target) => {
      const ids = newIds();
      const answer = await post(target, 'json', jsonOf(`${jsonIds(ids)},"attributes":[{"key":"k","value":${value}}]`));
      expectThat(expectAccepted(answer, 'json').message !== '', 'a warning', 'none');
      await whereVisible(target, () => expectAttribute(target, ids, stored));
    },
  })),
};

export const JSON_LENIENCY: readonly Behaviour[] = [NULLS, BYTES_AND_DOUBLES, LEGACY, STRICTNESS, AMBIGUITY];
