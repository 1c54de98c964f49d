import { CONTENT_TYPES } from '../otlp/otlp-encoding';
import { type Behaviour, casesOf } from './behaviour';
import { bodyOf, ENCODINGS, newSpan, post } from './bodies';
import { expectEqual, expectOneOf, expectThat } from './expectations';
import { expectRefused } from './read-answer';
import { send, withConnection } from './send';
import { inState } from './target';

const EVERY_ENCODING = ENCODINGS.map((encoding) => ({ encoding }));

const CORS: Behaviour = {
  id: 'P59',
  title: 'pages may export as far as they are allowed, and never with credentials',
  level: 'required',
  cases: [
    ...casesOf(
      ['https://app.example.org', 'http://localhost:5173', 'null', 'https://evil.example'],
      (origin) => `the preflight of ${origin}`,
      async (target, origin) => {
        const answer = await send(target, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'authorization,content-type,traceparent,baggage',
          },
        });
        expectOneOf(answer.status, [200, 204], 'status');
        const allowed = answer.headers['access-control-allow-origin'];
        expectThat(
          answer.headers['access-control-allow-credentials'] !== 'true' || allowed !== origin,
          'no credentials for any origin',
          answer.headers,
        );
        if (allowed === undefined) return;
        expectThat(
          /\bPOST\b/.test(answer.headers['access-control-allow-methods'] ?? ''),
          'POST allowed',
          answer.headers,
        );
        for (const name of ['authorization', 'content-type', 'traceparent', 'baggage']) {
          const names = (answer.headers['access-control-allow-headers'] ?? '').toLowerCase();
          expectThat(names.includes(name), `${name} in Access-Control-Allow-Headers`, names);
        }
      },
    ),
    ...casesOf(
      EVERY_ENCODING,
      ({ encoding }) => `success and refusal in ${encoding} can be read by the page`,
      async (target, { encoding }) => {
        const origin = 'https://app.example.org';
        const taken = await post(target, encoding, bodyOf(encoding, newSpan()), { origin });
        const refused = await post(target, encoding, '\u0007', { origin });
        const allowed = taken.headers['access-control-allow-origin'];
        expectEqual(
          refused.headers['access-control-allow-origin'],
          allowed,
          'Access-Control-Allow-Origin of a refusal',
        );
        expectOneOf(allowed, ['*', origin, undefined], 'Access-Control-Allow-Origin');
      },
    ),
  ],
};

const SELF_DESCRIPTION: Behaviour = {
  id: 'P60',
  title: 'the server says that it lives, whether it can keep spans, and what its limits are',
  level: 'required',
  cases: [
    ...casesOf(
      ['/healthz', '/readyz'],
      (path) => `${path} answers 200`,
      async (target, path) => {
        expectEqual((await send(target, { method: 'GET', path })).status, 200, 'status');
      },
    ),
    {
      name: '/limits tells sizes, codings and content types',
      run: async (target) => {
        const answer = await send(target, { method: 'GET', path: '/limits' });
        expectEqual(answer.status, 200, 'status');
        const said = JSON.parse(answer.body.toString());
        expectThat(Number.isInteger(said.maxBodyBytes), 'maxBodyBytes', said);
        expectThat(said.contentEncodings.includes('gzip'), 'gzip among contentEncodings', said);
        expectThat(
          said.contentTypes.includes(CONTENT_TYPES.protobuf),
          `${CONTENT_TYPES.protobuf} among contentTypes`,
          said,
        );
      },
    },
    {
      name: '/readyz answers 503 while spans can not be stored',
      run: async (target) => {
        const answer = await send(inState(target, 'broken'), { method: 'GET', path: '/readyz' });
        expectEqual([answer.status, answer.headers['retry-after']], [503, '5'], 'status and Retry-After');
      },
    },
  ],
};

const HTTP2_PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

const GRPC: Behaviour = {
  id: 'P62',
  title: 'gRPC, where it is not offered, is refused with a text that names OTLP/HTTP',
  level: 'required',
  cases: [
    ...casesOf(
      ['application/grpc', 'application/grpc+proto', 'application/grpc; x=y'],
      (type) => `Content-Type ${type}`,
      async (target, type) => {
        const answer = await send(target, {
          path: '/v1/traces',
          headers: { 'content-type': type },
          body: new Uint8Array(5),
        });
        const { message } = expectRefused(answer, 415, 'json');
        expectThat(message.includes('OTLP/HTTP'), 'a message that names OTLP/HTTP', message);
      },
    ),
    {
      name: 'a client that speaks HTTP/2 at once',
      run: (target) =>
        withConnection(target, async (connection) => {
          const settings = Uint8Array.of(0, 0, 0, 4, 0, 0, 0, 0, 0);
          connection.write(Buffer.concat([Buffer.from(HTTP2_PREFACE), settings]));
          const seen = await connection.read(/OTLP\/HTTP/, 2000);
          expectThat(seen.includes('OTLP/HTTP'), 'a text that names OTLP/HTTP', seen);
          expectThat(await connection.ends(2000), 'the connection to be closed', 'it stays open');
        }),
    },
  ],
};

export const SURROUNDINGS: readonly Behaviour[] = [CORS, SELF_DESCRIPTION, GRPC];
