import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { CONTENT_TYPES, type OtlpEncoding } from '../otlp/otlp-encoding';
import { type Behaviour, casesOf } from './behaviour';
import { ENCODINGS, post } from './bodies';
import { expectOneOf, expectThat, Skipped } from './expectations';
import { expectAccepted, expectRefused } from './read-answer';
import { headOf, send, withConnection } from './send';
import { said, type Target } from './target';

/** Bodies of this length are too large by their header alone; none of it is sent. */
async function announce(target: Target, encoding: OtlpEncoding, length: number): Promise<string> {
  return withConnection(target, async (connection) => {
    connection.write(headOf(target, { 'Content-Type': CONTENT_TYPES[encoding], 'Content-Length': length }));
    return connection.read(/\r\n\r\n./s, 3000);
  });
}

const TOO_LARGE: Behaviour = {
  id: 'P19',
  title: 'a body over the limit is 413, counted as it comes and after decompression',
  level: 'required',
  cases: [
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `${encoding} that announces one byte too many is refused before it is sent`,
      async (target, { encoding }) => {
        const seen = await announce(target, encoding, said(target, 'maxBodyBytes') + 1);
        expectThat(seen.startsWith('HTTP/1.1 413'), '413', seen || 'no answer');
        expectThat(
          seen.toLowerCase().includes(`content-type: ${CONTENT_TYPES[encoding]}`),
          `content-type ${CONTENT_TYPES[encoding]}`,
          seen,
        );
      },
    ),
    ...casesOf(
      ['9007199254740991', '99999999999999999999999'],
      (length) => `a length of ${length}`,
      async (target, length) => {
        const seen = await withConnection(target, async (connection) => {
          connection.write(headOf(target, { 'Content-Type': CONTENT_TYPES.json, 'Content-Length': length }));
          return connection.read(/\r\n\r\n/, 3000);
        });
        expectThat(/^HTTP\/1\.1 4(?:13|00)/.test(seen), '413 or 400', seen || 'no answer');
      },
    ),
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `${encoding} in chunks`,
      async (target, { encoding }) => {
        const maxBytes = said(target, 'maxBodyBytes');
        const part = new Uint8Array(1024 * 1024).fill(0x20);
        const parts = new Array<Uint8Array>(Math.floor(maxBytes / part.length) + 1).fill(part);
        expectRefused(await post(target, encoding, parts), 413, encoding);
      },
    ),
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `${encoding} after decompression`,
      async (target, { encoding }) => {
        const bomb = gzipSync(new Uint8Array(said(target, 'maxBodyBytes') + 1).fill(0x20));
        expectRefused(await post(target, encoding, bomb, { 'content-encoding': 'gzip' }), 413, encoding);
      },
    ),
    {
      name: 'exactly the limit after decompression is taken',
      run: async (target) => {
        const body = new Uint8Array(said(target, 'maxBodyBytes')).fill(0x20);
        body.set(Buffer.from('{}'));
        expectAccepted(await post(target, 'json', gzipSync(body), { 'content-encoding': 'gzip' }), 'json');
      },
    },
    {
      name: 'the connection can be used on after a refusal',
      run: async (target) => {
        const maxBytes = said(target, 'maxBodyBytes');
        await withConnection(target, async (connection) => {
          connection.write(headOf(target, { 'Content-Type': CONTENT_TYPES.json, 'Content-Length': maxBytes + 1 }));
          await connection.read(/HTTP\/1\.1 413.*\r\n\r\n/s);
          connection.write(new Uint8Array(maxBytes + 1));
          connection.write(`${headOf(target, { 'Content-Type': CONTENT_TYPES.json, 'Content-Length': 2 })}{}`);
          const seen = await connection.read(/HTTP\/1\.1 200/);
          expectThat(seen.includes('HTTP/1.1 200'), 'a 200 after the 413', seen);
        });
      },
    },
  ],
};

/** Longer is not waited for. */
const MAX_WAIT_S = 3;

async function expectSlowBodyEnds(
  target: Target,
  headers: Record<string, string | number>,
  drip: string,
): Promise<void> {
  const grace = said(target, 'bodyGraceSeconds');
  if (grace > MAX_WAIT_S) throw new Skipped(`its limit of ${grace} s is too long to wait for`);
  await withConnection(target, async (connection) => {
    connection.write(headOf(target, { 'Content-Type': CONTENT_TYPES.json, ...headers }));
    const dripping = setInterval(() => connection.write(drip), 100);
    try {
      const seen = await connection.read(/\r\n\r\n/, (grace + 3) * 1000);
      expectThat(
        /^HTTP\/1\.1 503/.test(seen) || connection.closed,
        '503 or the end of the connection',
        seen || 'nothing',
      );
    } finally {
      clearInterval(dripping);
    }
  });
}

const SLOWNESS: Behaviour = {
  id: 'P27',
  title: 'connections that are too slow or headers that are too large do not hold the server up',
  level: 'required',
  cases: [
    { name: 'a body that does not come', run: (target) => expectSlowBodyEnds(target, { 'Content-Length': 1000 }, '') },
    { name: 'a body that drips', run: (target) => expectSlowBodyEnds(target, { 'Content-Length': 100_000 }, ' ') },
    {
      name: 'chunks that drip',
      run: (target) => expectSlowBodyEnds(target, { 'Transfer-Encoding': 'chunked' }, '1\r\n \r\n'),
    },
    {
      name: 'headers that do not end',
      run: async (target) => {
        const limit = said(target, 'headersSeconds');
        if (limit > MAX_WAIT_S) throw new Skipped(`its limit of ${limit} s is too long to wait for`);
        await withConnection(target, async (connection) => {
          connection.write('POST /v1/traces HTTP/1.1\r\nHost: x\r\n');
          expectThat(await connection.ends((2 * limit + 2) * 1000), 'the connection to end', 'it stays open');
        });
      },
    },
    ...casesOf(
      [8, 14, 30],
      (kilobytes) => `a header of ${kilobytes} kB is taken`,
      async (target, kilobytes) => {
        const answer = await send(target, {
          headers: { 'content-type': CONTENT_TYPES.json, baggage: 'x'.repeat(kilobytes * 1000) },
          body: '{}',
        });
        expectOneOf(answer.status, kilobytes > 14 ? [200, 431] : [200], 'status');
      },
    ),
    ...casesOf(
      [40, 1000],
      (kilobytes) => `a header of ${kilobytes} kB is refused`,
      async (target, kilobytes) => {
        await withConnection(target, async (connection) => {
          connection.write(
            headOf(target, {
              'Content-Type': CONTENT_TYPES.json,
              'Content-Length': 2,
              Baggage: 'x'.repeat(kilobytes * 1000),
            }),
          );
          const seen = await connection.read(/\r\n\r\n/, 3000);
          expectThat(
            /^HTTP\/1\.1 4(?:31|00|13)/.test(seen) || connection.closed,
            '431 or the end of the connection',
            seen,
          );
        });
      },
    ),
    {
      name: 'others are served while 50 connections wait with half a request',
      run: async (target) => {
        const waiting = Array.from({ length: 50 }, () =>
          withConnection(target, async (connection) => {
            connection.write(headOf(target, { 'Content-Type': CONTENT_TYPES.json, 'Content-Length': 10 }));
            await sleep(300);
          }),
        );
        await sleep(50);
        const started = performance.now();
        expectAccepted(await post(target, 'json', '{}'), 'json');
        expectThat(performance.now() - started < 1000, 'an answer within a second', performance.now() - started);
        await Promise.all(waiting);
      },
    },
  ],
};

export const LIMITS: readonly Behaviour[] = [TOO_LARGE, SLOWNESS];
