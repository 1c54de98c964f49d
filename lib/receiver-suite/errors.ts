import { CONTENT_TYPES, type OtlpEncoding } from '../otlp/otlp-encoding';
import { attributesOf } from '../testing/a-span';
import { type Behaviour, type Case, casesOf } from './behaviour';
import { bodyOf, ENCODINGS, newSpan, post } from './bodies';
import { expectEqual, expectOneOf, expectThat, NotOffered, Skipped } from './expectations';
import { expectRefused, textOf } from './read-answer';
import { headOf, type send, withConnection } from './send';
import { type Fault, inState, said, type Target } from './target';

/** Bodies that are no OTLP/JSON, by what is wrong with them. */
const MALFORMED_JSON: readonly (readonly [what: string, body: string | Uint8Array])[] = [
  ['no bytes', ''],
  ['only spaces', '  \n'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a number', '5'],
  ['a string', '"{}"'],
  ['true', 'true'],
  ['an open object', '{'],
  ['a closed object', '}'],
  ['a comma too many', '{"resourceSpans":[],}'],
  ['a comma too few', '{"resourceSpans":[] "a":1}'],
  ['no colon', '{"resourceSpans"[]}'],
  ['a name without quotes', '{resourceSpans:[]}'],
  ['single quotes', "{'resourceSpans':[]}"],
  ['a comment', '{/* */}'],
  ['an open string', '{"resourceSpans'],
  ['a line break in a string', '{"a":"\n"}'],
  ['an unknown escape', '{"a":"\\x41"}'],
  ['half an escape', '{"a":"\\u12"}'],
  ['a number with a leading zero', '{"a":01}'],
  ['a number with a plus', '{"a":+1}'],
  ['a number without digits', '{"a":-}'],
  ['a number ending in a dot', '{"a":1.}'],
  ['a hexadecimal number', '{"a":0x10}'],
  ['NaN', '{"a":NaN}'],
  ['Infinity', '{"a":-Infinity}'],
  ['undefined', '{"a":undefined}'],
  ['True', '{"a":True}'],
  ['two values', '{}{}'],
  ['text behind the value', '{} x'],
  ['a zero byte behind the value', '{}\0'],
  ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)],
  ['half a character of UTF-8', Uint8Array.of(0x7b, 0x22, 0xc3, 0x22, 0x7d)],
  ['UTF-16', Buffer.from('\ufeff{}', 'utf16le')],
  ['protobuf', Uint8Array.of(0x0a, 0x02, 0x12, 0x00)],
  ['resourceSpans that is an object', '{"resourceSpans":{}}'],
  ['resourceSpans that is text', '{"resourceSpans":"x"}'],
  ['a ResourceSpans that is a number', '{"resourceSpans":[5]}'],
  ['a resource that is a list', '{"resourceSpans":[{"resource":[]}]}'],
  ['scopeSpans that is an object', '{"resourceSpans":[{"scopeSpans":{}}]}'],
  ['a ScopeSpans that is null', '{"resourceSpans":[{"scopeSpans":[null]}]}'],
  ['spans that is a number', '{"resourceSpans":[{"scopeSpans":[{"spans":1}]}]}'],
];

/** Bodies that are no protobuf, or none of this message. */
const MALFORMED_PROTOBUF: readonly (readonly [what: string, bytes: readonly number[]])[] = [
  ['a tag without its value', [0x0a]],
  ['a length beyond the end', [0x0a, 0x05, 0x00]],
  ['a huge length', [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]],
  ['a length of 2^63', [0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
  ['a number of eleven bytes', [0x08, ...new Array<number>(10).fill(0x80), 0x01]],
  ['a number that does not end', [0x08, 0x80]],
  ['a tag that does not end', [0x80]],
  ['field number 0', [0x00, 0x00]],
  ['field number 2^29', [0x80, 0x80, 0x80, 0x80, 0x10, 0x00]],
  ['wire type 6', [0x0e]],
  ['wire type 7', [0x0f]],
  ['a fixed64 of 7 bytes', [0x09, 1, 2, 3, 4, 5, 6, 7]],
  ['a fixed32 of 3 bytes', [0x0d, 1, 2, 3]],
  ['a group that does not end', [0x0b, 0x08, 0x01]],
  ['a group that ends as another', [0x0b, 0x14]],
  ['the end of a group that did not begin', [0x0c]],
  ['a submessage longer than its message', [0x0a, 0x02, 0x12, 0x05]],
  ['JSON', [...Buffer.from('{"resourceSpans":[]}')]],
  ['text', [...Buffer.from('hello, world')]],
  ['zero bytes', [0, 0, 0, 0]],
  ['ones', new Array<number>(16).fill(0xff)],
];

function expectBadRequest(answer: Awaited<ReturnType<typeof send>>, encoding: OtlpEncoding): void {
  const { code, details } = expectRefused(answer, 400, encoding);
  expectEqual(code, 3, 'code (INVALID_ARGUMENT)');
  expectEqual(details, ['google.rpc.BadRequest'], 'types in details');
}

function richSpan() {
  return newSpan({
    attributes: attributesOf({ s: 'é😀', i: -5n, d: 0.5, b: true, y: Uint8Array.of(1), l: ['x', null, [1n]] }),
    events: [{ timeUnixNano: 1n, name: 'e', attributes: attributesOf({ a: 1n }), droppedAttributesCount: 0 }],
  });
}

/** Every cut of a request whose length leaves this rest when divided by ten. */
function cutCase(encoding: OtlpEncoding, rest: number): Case {
  return {
    name: `${encoding} cut at byte ${rest}, ${rest + 10}, ${rest + 20} …`,
    run: async (target) => {
      const body = bodyOf(encoding, richSpan());
      for (let length = rest === 0 ? 10 : rest; length < body.length; length += 10) {
        expectBadRequest(await post(target, encoding, body.subarray(0, length)), encoding);
      }
    },
  };
}

/** Bytes changed at places that follow from the number, so that every run of the suite sends the same. */
function damaged(body: Uint8Array, number: number): Uint8Array {
  const copy = Uint8Array.from(body);
  for (let change = 0; change <= number % 3; change++) {
    const mixed = Math.imul(number * 3 + change + 1, 0x9e3779b1) >>> 0;
    copy[mixed % copy.length] = (mixed >>> 24) ^ (number & 0xff);
  }
  return copy;
}

const DAMAGED_PER_CASE = 25;

function damageCase(encoding: OtlpEncoding, part: number): Case {
  return {
    name: `${DAMAGED_PER_CASE} damaged requests in ${encoding}, part ${part + 1}`,
    run: async (target) => {
      const body = bodyOf(encoding, richSpan());
      for (let number = 0; number < DAMAGED_PER_CASE; number++) {
        const answer = await post(target, encoding, damaged(body, part * DAMAGED_PER_CASE + number));
        expectOneOf(answer.status, [200, 400], `status (${textOf(answer)})`);
        if (answer.status === 400) expectBadRequest(answer, encoding);
      }
    },
  };
}

const PARTS = Array.from({ length: 6 }, (_, part) => part);
const RESTS = Array.from({ length: 10 }, (_, rest) => rest);

const MALFORMED: Behaviour = {
  id: 'P18',
  title: 'what can not be decoded is 400 with a BadRequest, never 422 and never 5xx',
  level: 'MUST',
  cases: [
    ...casesOf(
      MALFORMED_JSON,
      ([what]) => `JSON: ${what}`,
      async (target, [, body]) => expectBadRequest(await post(target, 'json', body), 'json'),
    ),
    ...casesOf(
      MALFORMED_PROTOBUF,
      ([what]) => `protobuf: ${what}`,
      async (target, [, bytes]) => expectBadRequest(await post(target, 'protobuf', Uint8Array.from(bytes)), 'protobuf'),
    ),
    ...ENCODINGS.flatMap((encoding) => RESTS.map((rest) => cutCase(encoding, rest))),
    ...ENCODINGS.flatMap((encoding) => PARTS.map((part) => damageCase(encoding, part))),
  ],
};

/** Answers that make every official exporter wait and send again. */
const RETRIED: readonly { readonly fault: Fault; readonly status: number; readonly code: number }[] = [
  { fault: 'full', status: 429, code: 8 },
  { fault: 'unavailable', status: 503, code: 14 },
  { fault: 'broken', status: 503, code: 14 },
];

const everyFault = RETRIED.flatMap((row) => ENCODINGS.map((encoding) => ({ ...row, encoding })));

const RETRY: Behaviour = {
  id: 'P20',
  title: 'a receiver that is full or can not store says 429 or 503 with Retry-After in seconds',
  level: 'SHOULD',
  cases: [
    ...casesOf(
      everyFault,
      ({ fault, encoding }) => `${fault}, in ${encoding}`,
      async (target, { fault, status, code, encoding }) => {
        const answer = await post(inState(target, fault), encoding, bodyOf(encoding, newSpan()));
        expectEqual(expectRefused(answer, status, encoding).code, code, 'code');
        expectThat(/^[1-9]\d*$/.test(answer.headers['retry-after'] ?? ''), 'Retry-After in seconds', answer.headers);
      },
    ),
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `full, for ${encoding} in chunks`,
      async (target, { encoding }) => {
        const whole = bodyOf(encoding, newSpan());
        expectRefused(
          await post(inState(target, 'full'), encoding, [whole.subarray(0, 9), whole.subarray(9)]),
          429,
          encoding,
        );
      },
    ),
    {
      name: 'full, and the client sees the answer although it sends a large body first',
      run: async (target) => {
        const answer = await post(inState(target, 'full'), 'json', new Uint8Array(4 * 1024 * 1024));
        expectRefused(answer, 429, 'json');
      },
    },
  ],
};

const NEVER_TERMINAL: Behaviour = {
  id: 'P21',
  title: 'a trouble that passes is never told as one that stays: no 500, 408 or 4xx that ends the retries',
  level: 'MUST',
  cases: [
    ...casesOf(
      everyFault,
      ({ fault, encoding }) => `${fault}, in ${encoding}`,
      async (target, { fault, encoding }) => {
        const answer = await post(inState(target, fault), encoding, bodyOf(encoding, newSpan()));
        expectOneOf(answer.status, [429, 503], 'status');
      },
    ),
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `unreadable ${encoding} is terminal even then`,
      async (target, { encoding }) => {
        expectRefused(await post(inState(target, 'broken'), encoding, '\u0007'), 400, encoding);
      },
    ),
  ],
};

/** @throws NotOffered where there are no keys, Skipped without one to try. */
function keyOf(target: Target): string {
  if (said(target, 'authentication') === 'none') throw new NotOffered('the server asks for no key');
  if (target.key === null) throw new Skipped('needs a key of the server');
  return target.key;
}

const AUTHENTICATION: Behaviour = {
  id: 'P22',
  title: 'a missing or wrong key is 401 with WWW-Authenticate, one without the right 403, before the body is read',
  level: 'required',
  cases: [
    ...casesOf(
      ENCODINGS.flatMap((encoding) => [null, 'wrong'].map((wrong) => ({ encoding, wrong }))),
      ({ encoding, wrong }) => `${wrong === null ? 'without a key' : 'with a wrong key'}, in ${encoding}`,
      async (target, { encoding, wrong }) => {
        const key = keyOf(target);
        const without = { ...target, key: wrong === null ? null : `${key}${wrong}` };
        const answer = await post(without, encoding, bodyOf(encoding, newSpan()));
        expectRefused(answer, 401, encoding);
        expectThat('www-authenticate' in answer.headers, 'WWW-Authenticate', JSON.stringify(answer.headers));
      },
    ),
    {
      name: 'a client that waits for 100 Continue is refused before it sends the body',
      run: (target) => {
        keyOf(target);
        return withConnection(target, async (connection) => {
          const head = { 'Content-Type': CONTENT_TYPES.json, 'Content-Length': 1000, Expect: '100-continue' };
          connection.write(headOf({ ...target, key: null }, head));
          const seen = await connection.read(/HTTP\/1\.1 .*\r\n\r\n/s);
          expectThat(seen.startsWith('HTTP/1.1 401'), '401 without 100 Continue', seen);
        });
      },
    },
  ],
};

const QUOTA: Behaviour = {
  id: 'P23',
  title: 'a used-up quota is 429 with Retry-After',
  level: 'required',
  cases: [
    {
      name: 'quotas',
      run: async (target) => {
        keyOf(target);
        throw new Skipped('needs a key whose quota is used up');
      },
    },
  ],
};

export const ERRORS: readonly Behaviour[] = [MALFORMED, RETRY, NEVER_TERMINAL, AUTHENTICATION, QUOTA];
