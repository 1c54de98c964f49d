import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { OtlpEncoding } from '../otlp/otlp-encoding';
import { type Behaviour, casesOf } from './behaviour';
import { bodyOf, ENCODINGS, newSpan, post } from './bodies';
import { expectEqual, expectOneOf, expectThat, Mismatch } from './expectations';
import { expectAccepted, expectRefused } from './read-answer';
import { expectStored, whereVisible } from './stored';
import type { Target } from './target';

/** Flags of a gzip header: a check sum of the header, extra data, a file name, a comment. */
const FHCRC = 2;
const FEXTRA = 4;
const FNAME = 8;
const FCOMMENT = 16;

/** A gzip member with these optional parts in its header. */
function gzipWith(body: Uint8Array, flags: number): Uint8Array {
  const plain = gzipSync(body);
  const head = [
    Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3]),
    ...(flags & FEXTRA ? [Buffer.from([5, 0, 0x42, 0x43, 1, 0, 0])] : []),
    ...(flags & FNAME ? [Buffer.from('spans.json\0')] : []),
    ...(flags & FCOMMENT ? [Buffer.from('sent by a suite\0')] : []),
  ];
  if (flags & FHCRC) {
    const sum = crc32Of(Buffer.concat(head)) & 0xffff;
    head.push(Buffer.from([sum & 0xff, sum >> 8]));
  }
  return Buffer.concat([...head, plain.subarray(10)]);
}

/** The check sum that ends a gzip member. */
function crc32Of(bytes: Uint8Array): number {
  const member = gzipSync(bytes);
  return member.readUInt32LE(member.length - 8);
}

function members(body: Uint8Array, count: number): Uint8Array {
  const size = Math.ceil(body.length / count);
  return Buffer.concat(Array.from({ length: count }, (_, at) => gzipSync(body.subarray(at * size, (at + 1) * size))));
}

interface Compression {
  readonly name: string;
  readonly coding?: string;
  readonly compress: (body: Uint8Array) => Uint8Array;
}

async function expectTaken(target: Target, encoding: OtlpEncoding, { coding, compress }: Compression): Promise<void> {
  const span = newSpan();
  const headers: Record<string, string> = coding === undefined ? {} : { 'content-encoding': coding };
  expectAccepted(await post(target, encoding, compress(bodyOf(encoding, span)), headers), encoding);
  await whereVisible(target, async () => void (await expectStored(target, span)));
}

const everyEncoding = <T>(rows: readonly T[]) =>
  rows.flatMap((row) => ENCODINGS.map((encoding) => ({ row, encoding })));

const GZIPS: readonly Compression[] = [
  { name: 'no Content-Encoding', compress: (body) => body },
  { name: 'identity', coding: 'identity', compress: (body) => body },
  { name: 'gzip, stored', coding: 'gzip', compress: (body) => gzipSync(body, { level: 0 }) },
  { name: 'gzip, level 1', coding: 'gzip', compress: (body) => gzipSync(body, { level: 1 }) },
  { name: 'gzip, level 9', coding: 'gzip', compress: (body) => gzipSync(body, { level: 9 }) },
  { name: 'gzip in capitals', coding: 'GZIP', compress: (body) => gzipSync(body) },
  { name: 'gzip of two members', coding: 'gzip', compress: (body) => members(body, 2) },
  { name: 'gzip of a member for every byte', coding: 'gzip', compress: (body) => members(body, body.length) },
  {
    name: 'gzip with an empty member at the end',
    coding: 'gzip',
    compress: (body) => Buffer.concat([gzipSync(body), gzipSync('')]),
  },
  { name: 'gzip with a file name', coding: 'gzip', compress: (body) => gzipWith(body, FNAME) },
  { name: 'gzip with extra data', coding: 'gzip', compress: (body) => gzipWith(body, FEXTRA) },
  {
    name: 'gzip with everything in its header',
    coding: 'gzip',
    compress: (body) => gzipWith(body, FHCRC | FEXTRA | FNAME | FCOMMENT),
  },
];

const GZIP: Behaviour = {
  id: 'P29',
  title: 'bodies without compression and with gzip are taken',
  level: 'MUST',
  cases: casesOf(
    everyEncoding(GZIPS),
    ({ row, encoding }) => `${row.name}, ${encoding}`,
    (target, { row, encoding }) => expectTaken(target, encoding, row),
  ),
};

const OPTIONAL_CODINGS: readonly Compression[] = [
  { name: 'deflate (zlib)', coding: 'deflate', compress: (body) => deflateSync(body) },
  { name: 'deflate without the zlib header', coding: 'deflate', compress: (body) => deflateRawSync(body) },
];

const OTHER_CODINGS = ['zstd', 'br', 'snappy', 'compress', 'lz4', 'gzip;q=1', 'none', 'constructor'];

const OPTIONAL: Behaviour = {
  id: 'P30',
  title: 'other codings are taken or answered with 415 and the list of those that are',
  level: 'required',
  cases: [
    ...casesOf(
      everyEncoding(OPTIONAL_CODINGS),
      ({ row, encoding }) => `${row.name}, ${encoding}`,
      async (target, { row, encoding }) => {
        const span = newSpan();
        const answer = await post(target, encoding, row.compress(bodyOf(encoding, span)), {
          'content-encoding': row.coding ?? '',
        });
        if (answer.status === 415)
          expectThat((answer.headers['accept-encoding'] ?? '').includes('gzip'), 'Accept-Encoding', answer.headers);
        else expectAccepted(answer, encoding);
      },
    ),
    ...casesOf(
      everyEncoding(OTHER_CODINGS),
      ({ row, encoding }) => `${row}, ${encoding}`,
      async (target, { row, encoding }) => {
        // No valid stream in any coding: a server that knows it answers 400.
        const answer = await post(target, encoding, Uint8Array.of(1, 2, 3), { 'content-encoding': row });
        if (answer.status === 400) return;
        expectRefused(answer, 415, encoding);
        expectThat(
          (answer.headers['accept-encoding'] ?? '').includes('gzip'),
          'Accept-Encoding with gzip',
          answer.headers,
        );
      },
    ),
  ],
};

const MEGABYTE = 1024 * 1024;
/** On the wire less than 110 kB. */
const BOMB_BYTES = 100 * MEGABYTE;

/** Made once: every test of a bomb needs the same. */
let bomb: Buffer | undefined;
function bombOf(): Buffer {
  bomb ??= gzipSync(Buffer.alloc(BOMB_BYTES));
  return bomb;
}

const BOMBS: readonly Compression[] = [
  { name: '100 MiB of zeros', coding: 'gzip', compress: bombOf },
  {
    name: 'many members of 1 MiB',
    coding: 'gzip',
    compress: () => Buffer.concat(new Array<Buffer>(100).fill(gzipSync(Buffer.alloc(MEGABYTE)))),
  },
  { name: '100 MiB of zeros as deflate', coding: 'deflate', compress: () => deflateSync(Buffer.alloc(BOMB_BYTES)) },
  {
    name: '100,000 empty members',
    coding: 'gzip',
    compress: () => Buffer.concat(new Array<Buffer>(100_000).fill(gzipSync(''))),
  },
  { name: 'gzip in gzip, called gzip', coding: 'gzip', compress: (body) => gzipSync(gzipSync(body)) },
  { name: 'a bomb in a bomb, called twice gzip', coding: 'gzip, gzip', compress: () => gzipSync(bombOf()) },
  { name: 'deflate, gzip', coding: 'deflate, gzip', compress: (body) => gzipSync(deflateSync(body)) },
  {
    name: 'gzip twenty times',
    coding: new Array<string>(20).fill('gzip').join(', '),
    compress: (body) => gzipSync(body),
  },
  {
    name: 'zstd with a window of 2 GiB',
    coding: 'zstd',
    compress: () => Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xa8, 1, 0, 0),
  },
];

const MAX_BOMB_MS = 3000;

const BOMB_LIMITS: Behaviour = {
  id: 'P31',
  title: 'decompression stops at the limit, early, and nested codings are refused',
  level: 'required',
  cases: [
    ...casesOf(
      everyEncoding(BOMBS),
      ({ row, encoding }) => `${row.name}, ${encoding}`,
      async (target, { row, encoding }) => {
        const body = row.compress(bodyOf(encoding, newSpan()));
        const started = performance.now();
        const answer = await post(target, encoding, body, { 'content-encoding': row.coding ?? '' });
        const isEmpty = row.name.includes('empty') && encoding === 'protobuf';
        expectOneOf(answer.status, isEmpty ? [200, 400, 413] : [400, 413, 415], 'status');
        expectThat(
          performance.now() - started < MAX_BOMB_MS,
          `an answer in ${MAX_BOMB_MS} ms`,
          performance.now() - started,
        );
        expectAccepted(await post(target, 'json', '{}'), 'json');
      },
    ),
    {
      name: 'two Content-Encoding headers',
      run: async (target) => {
        const body = gzipSync(gzipSync('{}'));
        const answer = await post(target, 'json', body, { 'content-encoding': ['gzip', 'gzip'] });
        expectOneOf(answer.status, [400, 415], 'status');
      },
    },
    {
      name: 'twenty bombs at once, and others are served meanwhile',
      run: async (target) => {
        const bombs = Array.from({ length: 20 }, () => post(target, 'json', bombOf(), { 'content-encoding': 'gzip' }));
        const other = await post(target, 'json', '{}');
        expectOneOf(other.status, [200, 429], 'status of another request');
        for (const answer of await Promise.all(bombs)) expectOneOf(answer.status, [400, 413, 429], 'status');
      },
    },
  ],
};

/** The stream with one byte changed, counted from the end when negative. */
function changed(stream: Uint8Array, at: number): Uint8Array {
  const place = at < 0 ? stream.length + at : at;
  const byte = stream[place];
  if (byte === undefined) throw new Mismatch('the stream is too short');
  return Uint8Array.from(stream).fill(byte ^ 0x55, place, place + 1);
}

const DAMAGES: readonly Compression[] = [
  ...[0.1, 0.5, 0.9].map((share) => ({
    name: `gzip cut at ${share * 100} %`,
    coding: 'gzip',
    compress: (body: Uint8Array) => gzipSync(body).subarray(0, Math.floor(gzipSync(body).length * share)),
  })),
  { name: 'gzip without its last byte', coding: 'gzip', compress: (body) => gzipSync(body).subarray(0, -1) },
  { name: 'gzip without its check sums', coding: 'gzip', compress: (body) => gzipSync(body).subarray(0, -8) },
  { name: 'gzip with a wrong check sum', coding: 'gzip', compress: (body) => changed(gzipSync(body), -8) },
  { name: 'gzip with a wrong length', coding: 'gzip', compress: (body) => changed(gzipSync(body), -4) },
  { name: 'gzip with wrong first bytes', coding: 'gzip', compress: (body) => changed(gzipSync(body), 0) },
  { name: 'gzip of an unknown method', coding: 'gzip', compress: (body) => changed(gzipSync(body), 2) },
  {
    name: 'gzip with text behind it',
    coding: 'gzip',
    compress: (body) => Buffer.concat([gzipSync(body), Buffer.from('more')]),
  },
  {
    name: 'gzip with half a member behind it',
    coding: 'gzip',
    compress: (body) => Buffer.concat([gzipSync(body), gzipSync(body).subarray(0, 15)]),
  },
  { name: 'nothing called gzip', coding: 'gzip', compress: () => new Uint8Array() },
  { name: 'plain bytes called gzip', coding: 'gzip', compress: (body) => body },
  { name: 'zlib called gzip', coding: 'gzip', compress: (body) => deflateSync(body) },
  { name: 'gzip without a Content-Encoding', compress: (body) => gzipSync(body) },
];

const DEFLATE_DAMAGES: readonly Compression[] = [
  { name: 'zlib cut in the middle', coding: 'deflate', compress: (body) => deflateSync(body).subarray(0, 30) },
  { name: 'zlib with a wrong check sum', coding: 'deflate', compress: (body) => changed(deflateSync(body), -1) },
  {
    name: 'zlib with text behind it',
    coding: 'deflate',
    compress: (body) => Buffer.concat([deflateSync(body), Buffer.from('more')]),
  },
  { name: 'gzip called deflate', coding: 'deflate', compress: (body) => gzipSync(body) },
];

const DAMAGE: Behaviour = {
  id: 'P32',
  title: 'a compressed body that is cut or damaged is 400',
  level: 'required',
  cases: [
    ...casesOf(
      everyEncoding(DAMAGES),
      ({ row, encoding }) => `${row.name}, ${encoding}`,
      async (target, { row, encoding }) => {
        const headers: Record<string, string> = row.coding === undefined ? {} : { 'content-encoding': row.coding };
        const answer = await post(target, encoding, row.compress(bodyOf(encoding, newSpan())), headers);
        expectRefused(answer, 400, encoding);
      },
    ),
    ...casesOf(
      everyEncoding(DEFLATE_DAMAGES),
      ({ row, encoding }) => `${row.name}, ${encoding}`,
      async (target, { row, encoding }) => {
        const headers = { 'content-encoding': row.coding ?? '' };
        const answer = await post(target, encoding, row.compress(bodyOf(encoding, newSpan())), headers);
        expectRefused(answer, [400, 415], encoding);
      },
    ),
    {
      name: 'zeros behind a gzip member are padding',
      run: async (target) => {
        const body = Buffer.concat([gzipSync('{}'), Buffer.alloc(16)]);
        const answer = await post(target, 'json', body, { 'content-encoding': 'gzip' });
        expectOneOf(answer.status, [200, 400], 'status');
        if (answer.status === 200) expectEqual(answer.body.toString(), '{}', 'body');
      },
    },
  ],
};

export const COMPRESSION: readonly Behaviour[] = [GZIP, OPTIONAL, BOMB_LIMITS, DAMAGE];
