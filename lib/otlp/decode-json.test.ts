import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../domain/attributes';
import type { DecodedTraces, Span } from '../domain/span';
import { decodeTraces } from './decode-traces';

function decode(text: string): DecodedTraces {
  return decodeTraces(new TextEncoder().encode(text), 'json');
}

const IDS = '"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331"';

/** A request whose only span has these members, given as JSON text. */
function requestOf(members: string): string {
  return `{"resourceSpans":[{"scopeSpans":[{"spans":[{${members}}]}]}]}`;
}

function decodeSpan(members: string): Span {
  const { spans, rejected } = decode(requestOf(`${IDS}${members && ','}${members}`));
  const span = spans[0]?.span;
  if (span === undefined) throw new Error(rejected[0]?.reason);
  return span;
}

function attributeValue(value: string): AttributeValue | undefined {
  return decodeSpan(`"attributes":[{"key":"k","value":${value}}]`).attributes[0]?.value;
}

/** Why a span with these members is not kept. */
function rejection(members: string): string | undefined {
  const { spans, rejected } = decode(requestOf(members));
  expect(spans).toEqual([]);
  return rejected[0]?.reason;
}

describe('decoding JSON', () => {
  it('reads a span as the HoneyHive Python client sends it', () => {
    const span = decodeSpan(
      '"parentSpanId":null,"name":"fn","kind":"SPAN_KIND_INTERNAL","startTimeUnixNano":"1795242529452846168",' +
        '"endTimeUnixNano":"1795242529453587374","attributes":[{"key":"n","value":{"intValue":"9007199254740993"}}],' +
        '"status":{"code":"STATUS_CODE_ERROR","message":"boom"}',
    );
    expect(span).toMatchObject({
      parentSpanId: null,
      name: 'fn',
      kind: 1,
      startUnixNano: 1795242529452846168n,
      endUnixNano: 1795242529453587374n,
      attributes: [{ key: 'n', value: 9007199254740993n }],
      status: { code: 2, message: 'boom' },
      droppedAttributesCount: null,
      droppedEventsCount: null,
      droppedLinksCount: null,
      flags: null,
      resource: { attributes: [], droppedAttributesCount: null, schemaUrl: '' },
      scope: { name: '', droppedAttributesCount: null },
    });
  });

  it('treats null like absent in every member', () => {
    const names = [
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
    expect(decodeSpan(names.map((name) => `"${name}":null`).join())).toEqual(decodeSpan(''));
    const around =
      '{"resourceSpans":[{"resource":null,"schemaUrl":null,"scopeSpans":[{"scope":null,"schemaUrl":null,"spans":';
    expect(decode(`${around}[{${IDS}}]}]}]}`)).toEqual(decode(requestOf(IDS)));
    expect(decode(`${around}null}]},{"scopeSpans":null}]}`).spans).toEqual([]);
    expect(attributeValue('{"stringValue":null,"intValue":1}')).toBe(1n);
  });

  it.each([
    '{}',
    '{"resourceSpans":[]}',
    '{"resourceSpans":null}',
    '{"resourceSpans":[{}]}',
    '{"resourceSpans":[{"scopeSpans":[{}]}]}',
    '\ufeff{}',
    '{"later":{"version":1}}',
  ])('takes %s as a request without spans', (text) => {
    expect(decode(text)).toEqual({ spans: [], rejected: [], warnings: [] });
  });

  it.each<[string, AttributeValue]>([
    ['null', null],
    ['{}', null],
    ['{"stringValue":""}', ''],
    ['{"stringValue":"NaN"}', 'NaN'],
    ['{"boolValue":false}', false],
    ['{"intValue":5}', 5n],
    ['{"intValue":"5"}', 5n],
    ['{"intValue":-0}', 0n],
    ['{"intValue":"1.0"}', 1n],
    ['{"intValue":"9007199254740993.00"}', 9007199254740993n],
    ['{"intValue":1e18}', 10n ** 18n],
    ['{"intValue":9007199254740993}', 9007199254740993n],
    ['{"intValue":-9223372036854775808}', -(2n ** 63n)],
    ['{"intValue":"9223372036854775807"}', 2n ** 63n - 1n],
    ['{"doubleValue":1}', 1],
    ['{"doubleValue":10000000000000000000}', 1e19],
    ['{"doubleValue":"0.5"}', 0.5],
    ['{"doubleValue":-0.0}', -0],
    ['{"doubleValue":"NaN"}', Number.NaN],
    ['{"doubleValue":"-Infinity"}', Number.NEGATIVE_INFINITY],
    ['{"bytesValue":"AP/+"}', Uint8Array.of(0, 255, 254)],
    ['{"bytesValue":"AP_-"}', Uint8Array.of(0, 255, 254)],
    ['{"bytesValue":"_w"}', Uint8Array.of(255)],
    ['{"arrayValue":{}}', []],
    ['{"arrayValue":{"values":null}}', []],
    ['{"arrayValue":{"values":[{"intValue":1},{"stringValue":"x"},{},null]}}', [1n, 'x', null, null]],
    [
      '{"kvlistValue":{"values":[{"key":"__proto__","value":{"boolValue":true}},{"key":"__proto__"}]}}',
      {
        entries: [
          { key: '__proto__', value: true },
          { key: '__proto__', value: null },
        ],
      },
    ],
  ])('reads the attribute value %s', (text, expected) => {
    expect(attributeValue(text)).toEqual(expected);
  });

  it('keeps repeated and hostile attribute keys in order', () => {
    const keys = ['a', '__proto__', 'a', 'constructor', ''];
    const pairs = keys.map((key, i) => `{"key":"${key}","value":{"intValue":${i}}}`);
    expect(decodeSpan(`"attributes":[${pairs}]`).attributes).toEqual(keys.map((key, i) => ({ key, value: BigInt(i) })));
    expect(({} as { intValue?: unknown }).intValue).toBeUndefined();
  });

  it.each<[string, bigint]>([
    ['"1795242529452846168"', 1795242529452846168n],
    ['1795242529452846168', 1795242529452846168n],
    ['"18446744073709551615"', 2n ** 64n - 1n],
    ['"0"', 0n],
    ['null', 0n],
  ])('reads the time %s exactly', (text, time) => {
    expect(decodeSpan(`"startTimeUnixNano":${text}`).startUnixNano).toBe(time);
  });

  it('accepts ids in any case, and an empty or zero parent as none', () => {
    const upper = IDS.replace(/"(?!traceId|spanId)[0-9a-f]+"/g, (id) => id.toUpperCase());
    expect(decode(requestOf(upper)).spans).toEqual(decode(requestOf(IDS)).spans);
    for (const parent of ['""', '"0000000000000000"', 'null']) {
      expect(decodeSpan(`"parentSpanId":${parent}`).parentSpanId).toBeNull();
    }
  });

  it.each<[string, string]>(
    [
      ['"name":"x"', 'The trace id is empty.'],
      ['"traceId":"00000000000000000000000000000000","spanId":"b7ad6b7169203331"', 'The trace id is all zero.'],
      ['"traceId":"0af7","spanId":"b7ad6b7169203331"', 'The trace id has 4 hex digits instead of 32.'],
      [
        '"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b716920333g"',
        'The span id is not made of hex digits.',
      ],
      [
        '"traceId":"CvdlGRbNQ92ESOshHIAxnA==","spanId":"t61rcWkgMzE="',
        'it looks like base64, but OTLP/JSON writes ids in hex',
      ],
      [`${IDS},"parentSpanId":"t61rcWkgMzE="`, 'The parent span id is not made of hex digits: it looks like base64'],
      [`${IDS},"parentSpanId":"00"`, ''],
      [`${IDS},"traceId":5`, 'traceId is not a string'],
      [`${IDS},"name":{}`, 'name is not a string'],
      [`${IDS},"kind":{}`, 'neither a number nor a name'],
      [`${IDS},"startTimeUnixNano":{"low":1}`, 'startTimeUnixNano is not an unsigned 64-bit integer'],
      [`${IDS},"startTimeUnixNano":-1`, 'startTimeUnixNano is not an unsigned 64-bit integer'],
      [`${IDS},"endTimeUnixNano":"18446744073709551616"`, 'endTimeUnixNano is not an unsigned 64-bit integer'],
      [`${IDS},"endTimeUnixNano":"now"`, 'endTimeUnixNano is not an unsigned 64-bit integer'],
      [`${IDS},"flags":4294967296`, 'flags is not an unsigned 32-bit integer'],
      [`${IDS},"attributes":{"a":"b"}`, 'attributes is an object, not a list of {"key", "value"} pairs'],
      [`${IDS},"attributes":["a"]`, 'an attribute is not an object'],
      [`${IDS},"attributes":[{"key":"a","value":"b"}]`, 'an attribute value is not an object'],
      [`${IDS},"attributes":[{"key":"a","value":{"stringValue":5}}]`, 'stringValue is not a string'],
      [`${IDS},"attributes":[{"key":"a","value":{"boolValue":"true"}}]`, 'boolValue is neither true nor false'],
      [`${IDS},"attributes":[{"key":"a","value":{"intValue":"five"}}]`, 'intValue is not a number'],
      [`${IDS},"attributes":[{"key":"a","value":{"doubleValue":"nan"}}]`, 'doubleValue is not a number'],
      [`${IDS},"attributes":[{"key":"a","value":{"bytesValue":"%"}}]`, 'bytesValue is not base64'],
      [`${IDS},"attributes":[{"key":"a","value":{"arrayValue":[]}}]`, 'arrayValue is not an object'],
      [`${IDS},"events":[5]`, 'an event is not an object'],
      [`${IDS},"links":{}`, 'links is not a list'],
      [`${IDS},"status":"OK"`, 'status is not an object'],
    ].filter(([, reason]) => reason !== '') as [string, string][],
  )('rejects a span with %s and says why', (members, reason) => {
    expect(rejection(members)).toContain(reason);
  });

  it('keeps the neighbours of a rejected span in their places', () => {
    const spans = [`{${IDS}}`, '5', 'null', `{${IDS},"name":7}`, `{${IDS}}`].join();
    const decoded = decode(`{"resourceSpans":[{"scopeSpans":[{"spans":[${spans}]}]}]}`);
    expect(decoded.spans.map(({ ordinal }) => ordinal)).toEqual([0, 4]);
    expect(decoded.rejected.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3]);
  });

  it('repeats nothing that the client sent in its reasons', () => {
    const evil = '\\u001b[31m\\r\\nFAKE LOG LINE';
    for (const members of [
      `"traceId":"${evil}"`,
      `${IDS},"kind":["${evil}"]`,
      `${IDS},"${evil}":1,"flags":"${evil}"`,
    ]) {
      const reason = rejection(members) ?? '';
      expect(reason).not.toMatch(/\p{Cc}|FAKE/u);
      expect(reason.length).toBeLessThan(200);
    }
  });

  it.each<[string, string, Partial<Span>]>([
    [
      'enum names instead of numbers (2 times)',
      '"kind":"SPAN_KIND_CLIENT","status":{"code":"STATUS_CODE_OK"}',
      { kind: 3, status: { code: 1, message: '' } },
    ],
    ['unknown enum names, read as 0 (1 times)', '"kind":"CLIENT"', { kind: 0 }],
    [
      'snake_case names instead of lowerCamelCase (3 times)',
      '"parent_span_id":"00f067aa0ba902b7","start_time_unix_nano":"5","attributes":[{"key":"k","value":{"string_value":"v"}}]',
      { parentSpanId: '00f067aa0ba902b7' as Span['spanId'], startUnixNano: 5n, attributes: [{ key: 'k', value: 'v' }] },
    ],
    [
      'attribute values with several kinds set, the last one kept (1 times)',
      '"attributes":[{"key":"k","value":{"intValue":1,"stringValue":"v"}}]',
      { attributes: [{ key: 'k', value: 'v' }] },
    ],
    [
      'attribute values of an unknown kind, read as empty (1 times)',
      '"attributes":[{"key":"k","value":{"newValue":"v"}}]',
      { attributes: [{ key: 'k', value: null }] },
    ],
    [
      'attribute values inside "Value", named in PascalCase (3 times)',
      '"attributes":[{"key":"k","value":{"Value":{"StringValue":"v"}}},{"key":"l","value":{"Value":{"ArrayValue":{"values":[{"Value":{"IntValue":5}}]}}}}]',
      {
        attributes: [
          { key: 'k', value: 'v' },
          { key: 'l', value: [5n] },
        ],
      },
    ],
    [
      '64-bit integers as {"low", "high"} instead of text (2 times)',
      '"startTimeUnixNano":{"low":-1,"high":1,"unsigned":true},"attributes":[{"key":"k","value":{"intValue":{"low":-5,"high":-1}}}]',
      { startUnixNano: 2n ** 33n - 1n, attributes: [{ key: 'k', value: -5n }] },
    ],
    [
      'references to a string table, which traces do not have, read as empty (2 times)',
      '"attributes":[{"keyStrindex":4,"value":{"stringValueStrindex":5}}]',
      { attributes: [{ key: '', value: null }] },
    ],
    [
      'intValue that is not a 64-bit integer, read as a double (2 times)',
      '"attributes":[{"key":"k","value":{"intValue":1e21}},{"key":"k","value":{"intValue":1.5}}]',
      {
        attributes: [
          { key: 'k', value: 1e21 },
          { key: 'k', value: 1.5 },
        ],
      },
    ],
  ])('tolerates, and reports, %s', (warning, members, expected) => {
    expect(decodeSpan(members)).toMatchObject(expected);
    expect(decode(requestOf(`${IDS},${members}`)).warnings).toEqual([warning]);
  });

  it('reads the spans of old exporters that say instrumentationLibrarySpans', () => {
    const decoded = decode(
      `{"resourceSpans":[{"instrumentationLibrarySpans":[{"instrumentationLibrary":{"name":"old","version":"1"},"spans":[{${IDS}}]}]}]}`,
    );
    expect(decoded.spans[0]?.span.scope).toMatchObject({ name: 'old', version: '1' });
    expect(decoded.warnings).toEqual(['instrumentationLibrarySpans instead of scopeSpans (1 times)']);
  });

  it('keeps events, links, flags, trace state and counts', () => {
    const span = decodeSpan(
      '"traceState":"a=b","flags":769,"droppedAttributesCount":1,"droppedEventsCount":"2","droppedLinksCount":3,' +
        '"events":[{"timeUnixNano":"7","name":"exception","attributes":[{"key":"a","value":{"boolValue":true}}],"droppedAttributesCount":4}],' +
        '"links":[{"traceId":"0AF7651916CD43DD8448EB211C80319C","spanId":"not hex","traceState":"c=d","flags":1}]',
    );
    expect(span).toMatchObject({
      traceState: 'a=b',
      flags: 769,
      droppedAttributesCount: 1,
      droppedEventsCount: 2,
      droppedLinksCount: 3,
      events: [
        { timeUnixNano: 7n, name: 'exception', attributes: [{ key: 'a', value: true }], droppedAttributesCount: 4 },
      ],
      links: [
        {
          traceId: '0af7651916cd43dd8448eb211c80319c',
          spanId: 'not hex',
          traceState: 'c=d',
          flags: 1,
          droppedAttributesCount: null,
        },
      ],
    });
  });

  it.each<[string, string]>([
    ['', 'Not valid JSON'],
    ['[]', 'The body is not an object.'],
    ['null', 'The body is not an object.'],
    ['{"resourceSpans":{}}', 'resourceSpans is not a list.'],
    ['{"resourceSpans":[5]}', 'An item of resourceSpans is not an object.'],
    ['{"resourceSpans":[{"scopeSpans":[null]}]}', 'An item of scopeSpans is not an object.'],
    ['{"resourceSpans":[{"resource":{"attributes":{}}}]}', 'attributes is an object'],
    ['{"resourceSpans":[{"scopeSpans":[{"spans":5}]}]}', 'spans is not a list.'],
    ['{"resourceLogs":[]}', 'This is an export of resourceLogs'],
    ['{"resourceMetrics":[]}', 'This is an export of resourceMetrics'],
    [requestOf('"traceId":NaN'), '(write "NaN" and "Infinity")'],
    [requestOf(`${IDS},"flags":1e400`), 'this number is too large'],
    ['{"a":'.repeat(100_000), '500 levels'],
  ])('refuses %s as a whole', (text, message) => {
    expect(() => decode(text)).toThrow(message);
  });

  it('refuses a body that is not UTF-8', () => {
    const utf16 = Uint8Array.from(Buffer.from('\ufeff{}', 'utf16le'));
    expect(() => decodeTraces(utf16, 'json')).toThrow('The body is not UTF-8 text.');
  });

  it('takes 100 lists inside each other and refuses the request beyond', () => {
    function nested(levels: number): string {
      return `${'{"kvlistValue":{"values":[{"key":"k","value":'.repeat(levels)}{}${'}]}}'.repeat(levels)}`;
    }
    expect(attributeValue(nested(100))).toMatchObject({ entries: [{ key: 'k' }] });
    expect(() => attributeValue(nested(101))).toThrow('100 levels');
  });

  it('refuses every cut of a request', () => {
    const body = new TextEncoder().encode(
      requestOf(`${IDS},"name":"é","attributes":[{"key":"k","value":{"intValue":"12"}}]`),
    );
    for (let length = 0; length < body.length; length++) {
      expect(() => decodeTraces(body.subarray(0, length), 'json')).toThrow(/Not valid JSON|not UTF-8/);
    }
  });
});
