import { CONTENT_TYPES, type OtlpEncoding } from '../otlp/otlp-encoding';
import { type Behaviour, casesOf } from './behaviour';
import { bodyOf, ENCODINGS, newSpan, post } from './bodies';
import { expectEqual, expectOneOf, expectThat } from './expectations';
import { expectAccepted, expectRefused, statusOf, successOf, textOf } from './read-answer';
import { headOf, send, withConnection } from './send';
import { expectStored, whereVisible } from './stored';

const PROTOBUF = CONTENT_TYPES.protobuf;
const JSON_TYPE = CONTENT_TYPES.json;

const EVERY_ENCODING = ENCODINGS.map((encoding) => ({ encoding }));

/** Request paths that take traces, and that do not. */
const PATHS: Behaviour = {
  id: 'P1',
  title: 'traces are taken at /v1/traces; other signals and paths are answered honestly',
  level: 'SHOULD',
  cases: [
    ...casesOf(
      ['/v1/traces', '/v1/traces/', '/v1/traces?x=1', '/opentelemetry/v1/traces', '/opentelemetry/v1/traces/'],
      (path) => `takes traces at ${path}`,
      async (target, path) => {
        const span = newSpan();
        const answer = await send(target, {
          path,
          headers: { 'content-type': PROTOBUF },
          body: bodyOf('protobuf', span),
        });
        expectAccepted(answer, 'protobuf');
        await whereVisible(target, async () => void (await expectStored(target, span)));
      },
    ),
    ...casesOf(
      ['/v1/logs', '/v1/metrics', '/opentelemetry/v1/logs', '/opentelemetry/v1/metrics'].flatMap((path) =>
        ENCODINGS.map((encoding) => ({ path, encoding })),
      ),
      ({ path, encoding }) => `says of ${path} in ${encoding} what becomes of it`,
      async (target, { path, encoding }) => {
        const body = encoding === 'json' ? '{}' : new Uint8Array();
        const answer = await send(target, { path, headers: { 'content-type': CONTENT_TYPES[encoding] }, body });
        expectOneOf(answer.status, [200, 404], 'status');
        if (answer.status === 404) expectThat(statusOf(answer, encoding).message !== '', 'a message', textOf(answer));
      },
    ),
    ...casesOf(
      ['/v1/trace', '/v1/traces/x', '/v1/Traces'],
      (path) => `takes nothing at ${path}`,
      async (target, path) => {
        const answer = await send(target, { path, headers: { 'content-type': JSON_TYPE }, body: '{}' });
        expectOneOf(answer.status, [404, 405], 'status');
      },
    ),
  ],
};

function httpRequest(target: Parameters<typeof headOf>[0], body: Uint8Array, start?: string): Uint8Array {
  return Buffer.concat([
    Buffer.from(headOf(target, { 'Content-Type': PROTOBUF, 'Content-Length': body.length }, start)),
    body,
  ]);
}

const HTTP11: Behaviour = {
  id: 'P2',
  title: 'HTTP/1.1 as clients speak it: keep-alive, chunks, Expect: 100-continue',
  level: 'required',
  cases: [
    {
      name: 'takes three requests on one connection',
      run: (target) =>
        withConnection(target, async (connection) => {
          for (let count = 1; count <= 3; count++) {
            connection.write(httpRequest(target, bodyOf('protobuf', newSpan())));
            const seen = await connection.read(new RegExp(`(?:HTTP/1\\.1 .*?\\r\\n\\r\\n){${count}}`, 's'));
            expectEqual(seen.match(/HTTP\/1\.1 200/g)?.length, count, 'answers with 200');
          }
        }),
    },
    {
      name: 'takes two requests that were sent without waiting',
      run: (target) =>
        withConnection(target, async (connection) => {
          const request = httpRequest(target, bodyOf('protobuf', newSpan()));
          connection.write(Buffer.concat([request, request]));
          const seen = await connection.read(/(?:HTTP\/1\.1 200.*?\r\n\r\n){2}/s);
          expectEqual(seen.match(/HTTP\/1\.1 200/g)?.length, 2, 'answers with 200');
        }),
    },
    ...casesOf(
      ENCODINGS.flatMap((encoding) => [1, 7, 100].map((size) => ({ encoding, size }))),
      ({ encoding, size }) => `takes ${encoding} in chunks of ${size} bytes, without a length`,
      async (target, { encoding, size }) => {
        const span = newSpan();
        const whole = bodyOf(encoding, span);
        const parts = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
          whole.subarray(at * size, (at + 1) * size),
        );
        expectAccepted(await post(target, encoding, parts), encoding);
        await whereVisible(target, async () => void (await expectStored(target, span)));
      },
    ),
    {
      name: 'takes a length in one packet and every byte of the body in its own',
      run: (target) =>
        withConnection(target, async (connection) => {
          const body = bodyOf('protobuf', newSpan());
          connection.write(headOf(target, { 'Content-Type': PROTOBUF, 'Content-Length': body.length }));
          for (const byte of body) {
            connection.write(Uint8Array.of(byte));
            await new Promise(setImmediate);
          }
          expectThat(/^HTTP\/1\.1 200/.test(await connection.read(/\r\n\r\n/)), 'a 200', 'no 200');
        }),
    },
    {
      name: 'asks for the body of a client that waits for 100 Continue',
      run: (target) =>
        withConnection(target, async (connection) => {
          const body = bodyOf('protobuf', newSpan());
          connection.write(
            headOf(target, { 'Content-Type': PROTOBUF, 'Content-Length': body.length, Expect: '100-continue' }),
          );
          const first = await connection.read(/\r\n\r\n/);
          expectThat(first.startsWith('HTTP/1.1 100'), '100 Continue', first);
          connection.write(body);
          const seen = await connection.read(/HTTP\/1\.1 200.*\r\n\r\n/s);
          expectThat(seen.includes('HTTP/1.1 200'), 'a 200 after the body', seen);
        }),
    },
    {
      name: 'answers a client that waits for 100 Continue at once when it would refuse the body',
      run: (target) =>
        withConnection(target, async (connection) => {
          connection.write(
            headOf(target, { 'Content-Type': 'text/plain', 'Content-Length': 1000, Expect: '100-continue' }),
          );
          const seen = await connection.read(/HTTP\/1\.1 .*\r\n\r\n/s);
          expectThat(seen.startsWith('HTTP/1.1 415'), '415 without 100 Continue', seen);
        }),
    },
    {
      name: 'takes HTTP/1.0',
      run: (target) =>
        withConnection(target, async (connection) => {
          const request = Buffer.from(httpRequest(target, bodyOf('protobuf', newSpan()))).toString('latin1');
          connection.write(Buffer.from(request.replace('HTTP/1.1', 'HTTP/1.0'), 'latin1'));
          const seen = await connection.read(/\r\n\r\n/);
          expectThat(/^HTTP\/1\.[01] 200/.test(seen), 'a 200', seen);
        }),
    },
    {
      name: 'takes header names and values in any case',
      run: async (target) => {
        const headers = { 'CONTENT-TYPE': 'APPLICATION/JSON', 'Content-ENCODING': 'Identity' };
        expectAccepted(await send(target, { headers, body: '{}' }), 'json');
      },
    },
  ],
};

const METHODS: Behaviour = {
  id: 'P3',
  title: 'another method is answered with 405 and Allow',
  level: 'required',
  cases: [
    ...casesOf(
      ['GET', 'PUT', 'PATCH', 'DELETE'],
      (method) => method,
      async (target, method) => {
        const answer = await send(target, { method, headers: { 'content-type': JSON_TYPE } });
        expectRefused(answer, 405, 'json');
        expectThat(/\bPOST\b/.test(answer.headers.allow ?? ''), 'Allow with POST', answer.headers.allow);
      },
    ),
    {
      name: 'HEAD',
      run: async (target) => {
        const answer = await send(target, { method: 'HEAD' });
        expectEqual([answer.status, answer.body.length], [405, 0], 'status and body');
      },
    },
  ],
};

const ONE_PORT: Behaviour = {
  id: 'P4',
  title: 'one port takes both encodings, by Content-Type',
  level: 'SHOULD',
  cases: [
    {
      name: 'both encodings interleaved on one connection',
      run: (target) =>
        withConnection(target, async (connection) => {
          for (const [at, encoding] of [...ENCODINGS, ...ENCODINGS].entries()) {
            const body = bodyOf(encoding, newSpan());
            connection.write(
              headOf(target, { 'Content-Type': CONTENT_TYPES[encoding], 'Content-Length': body.length }),
            );
            connection.write(body);
            const seen = await connection.read(
              new RegExp(`(?:HTTP/1\\.1 200.*?content-type: .*?\\r\\n\\r\\n.*?){${at + 1}}`, 'is'),
            );
            const types = [...seen.matchAll(/content-type: (\S+)/gi)].map(([, type]) => type);
            expectEqual(types[at], CONTENT_TYPES[encoding], `content-type of answer ${at + 1}`);
          }
        }),
    },
  ],
};

const TAKEN_TYPES: readonly (readonly [type: string, encoding: OtlpEncoding])[] = [
  ['application/json', 'json'],
  ['application/json; charset=utf-8', 'json'],
  ['application/json;charset=UTF-8', 'json'],
  [' Application/JSON ; a="b;c"', 'json'],
  ['APPLICATION/JSON', 'json'],
  ['application/x-protobuf', 'protobuf'],
  ['Application/X-Protobuf', 'protobuf'],
  ['application/x-protobuf; charset=utf-8', 'protobuf'],
];

const TYPES: Behaviour = {
  id: 'P5',
  title: 'Content-Type is read with parameters and in any case, and never by part of a word',
  level: 'required',
  cases: [
    ...casesOf(
      TAKEN_TYPES,
      ([type]) => `takes ${JSON.stringify(type)}`,
      async (target, [type, encoding]) => {
        const body = bodyOf(encoding, newSpan());
        expectAccepted(await send(target, { headers: { 'content-type': type }, body }), encoding);
      },
    ),
    ...casesOf(
      [
        'application/json-patch+json',
        'application/jsonl',
        'x-application/json',
        'text/plain; application/json',
        'application/x-protobuf-text',
        'multipart/mixed; type="application/x-protobuf"',
      ],
      (type) => `does not take ${type}`,
      async (target, type) =>
        void expectRefused(await send(target, { headers: { 'content-type': type }, body: '{}' }), 415, 'json'),
    ),
  ],
};

const OTHER_TYPES: Behaviour = {
  id: 'P6',
  title: 'an unknown or missing Content-Type is answered with 415 and a Status in JSON',
  level: 'required',
  cases: casesOf(
    [
      null,
      '',
      'text/plain',
      'application/octet-stream',
      'application/x-www-form-urlencoded',
      'application/xml',
      '*/*',
      'nonsense',
    ],
    (type) => (type === null ? 'none' : JSON.stringify(type)),
    async (target, type) => {
      const headers: Record<string, string> = type === null ? {} : { 'content-type': type };
      expectRefused(await send(target, { headers, body: '{}' }), 415, 'json');
    },
  ),
};

/** Requests whose answers have every status that can be had from outside. */
const ANSWERED: readonly {
  readonly name: string;
  readonly status: number;
  readonly sent: (encoding: OtlpEncoding) => Parameters<typeof send>[1];
}[] = [
  { name: 'an unreadable body', status: 400, sent: () => ({ body: '\u0007{' }) },
  {
    name: 'a body that ends early',
    status: 400,
    sent: (encoding) => ({ body: bodyOf(encoding, newSpan()).subarray(0, 40) }),
  },
  { name: 'damaged gzip', status: 400, sent: () => ({ headers: { 'content-encoding': 'gzip' }, body: 'no gzip' }) },
  { name: 'an unknown coding', status: 415, sent: () => ({ headers: { 'content-encoding': 'rot13' }, body: 'x' }) },
  { name: 'another method', status: 405, sent: () => ({ method: 'PUT', body: 'x' }) },
];

const answeredInEveryEncoding = ANSWERED.flatMap((row) => ENCODINGS.map((encoding) => ({ ...row, encoding })));

function sentAs(encoding: OtlpEncoding, sent: Parameters<typeof send>[1]): Parameters<typeof send>[1] {
  return { ...sent, headers: { ...sent.headers, 'content-type': CONTENT_TYPES[encoding] } };
}

const ANSWER_TYPE: Behaviour = {
  id: 'P7',
  title: 'the answer has the Content-Type of the request, for errors too',
  level: 'MUST',
  cases: [
    ...casesOf(
      EVERY_ENCODING,
      ({ encoding }) => `success in ${encoding}`,
      async (target, { encoding }) => {
        successOf(await post(target, encoding, bodyOf(encoding, newSpan())), encoding);
      },
    ),
    ...casesOf(
      answeredInEveryEncoding,
      ({ name, encoding }) => `${name} in ${encoding}`,
      async (target, { sent, encoding }) => {
        const answer = await send(target, sentAs(encoding, sent(encoding)));
        expectEqual(answer.headers['content-type'], CONTENT_TYPES[encoding], `content-type of a ${answer.status}`);
      },
    ),
  ],
};

const STATUS_BODY: Behaviour = {
  id: 'P8',
  title: 'every refusal has a google.rpc.Status with a short message in English and no insides',
  level: 'MUST',
  cases: casesOf(
    answeredInEveryEncoding,
    ({ name, encoding }) => `${name} in ${encoding}`,
    async (target, { sent, encoding, status }) => {
      const answer = await send(target, sentAs(encoding, sent(encoding)));
      const { code, message } = expectRefused(answer, status, encoding);
      expectThat(code >= 1 && code <= 16, 'a code of google.rpc.Code', code);
      expectThat(Buffer.byteLength(message) <= 1024, 'at most 1 kB of message', message);
      expectThat(/^[A-Z][\x20-\x7e]+$/.test(message), 'a line of English', message);
      expectThat(
        !/\bat .+:\d+:\d+|\/\w+\/\w+\.\w+|node_modules|Error:/.test(message),
        'no stack and no paths',
        message,
      );
    },
  ),
};

const ACCEPT_ENCODINGS = [
  null,
  'identity',
  'gzip',
  'deflate',
  'gzip;q=0',
  'gzip;q=0, identity',
  'br',
  '*;q=0, identity',
  '*',
] as const;

const ANSWER_CODING: Behaviour = {
  id: 'P9',
  title: 'the answer is compressed only when Accept-Encoding allows it',
  level: 'MUST',
  cases: casesOf(
    ACCEPT_ENCODINGS.flatMap((accepts) => ENCODINGS.map((encoding) => ({ accepts, encoding }))),
    ({ accepts, encoding }) => `Accept-Encoding ${accepts ?? 'absent'} in ${encoding}`,
    async (target, { accepts, encoding }) => {
      const headers: Record<string, string> = accepts === null ? {} : { 'accept-encoding': accepts };
      const answer = await post(target, encoding, bodyOf(encoding, newSpan()), headers);
      expectEqual(answer.status, 200, 'status');
      const coding = answer.headers['content-encoding'] ?? 'identity';
      const allowed =
        coding === 'identity' || (accepts ?? '').split(/, */).some((item) => item === coding || item === '*');
      expectThat(allowed, 'no coding that was not asked for', coding);
    },
  ),
};

export const TRANSPORT: readonly Behaviour[] = [
  PATHS,
  HTTP11,
  METHODS,
  ONE_PORT,
  TYPES,
  OTHER_TYPES,
  ANSWER_TYPE,
  STATUS_BODY,
  ANSWER_CODING,
];
