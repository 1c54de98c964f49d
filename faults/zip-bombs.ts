import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { HEADERS } from './batch-template';
import { openDatabase } from './database';
import { atMost, type Claim, type FaultOptions, none } from './fault-program';
import { printTable } from './print-table';
import { freePorts, type Product, residentMb, start } from './product';
import type { SendTogether, SentRequest } from './send-process';
import { startProcess } from './start-process';
import { count, inWords, largest } from './statistics';
import { Poller, peakFromNow } from './watch-product';

const TOGETHER = 100;
const ALONE = 3;
const MIB = 1024 * 1024;
const LIMIT_MIB = 64;
const ALONE_LIMIT_MS = 300;

interface Bomb {
  readonly name: string;
  readonly encoding: string;
  readonly expected: string;
  body(): Buffer;
}

/** Zeros compress a thousandfold. */
const zeros = (mib: number) => Buffer.alloc(mib * MIB);

const BOMBS: readonly Bomb[] = [
  { name: 'gzip, 256 MiB', encoding: 'gzip', expected: '413', body: () => gzipSync(zeros(256)) },
  // A client may write several compressed streams one after the other; together they are one body.
  {
    name: 'gzip, 10 GiB in 80 streams',
    encoding: 'gzip',
    expected: '413',
    body: () => repeated(gzipSync(zeros(128)), 80),
  },
  { name: 'deflate, 256 MiB', encoding: 'deflate', expected: '413', body: () => deflateSync(zeros(256)) },
  // Undone once, a compressed body is left, which is no export request; nothing may undo it again.
  { name: 'gzip in gzip, 256 MiB', encoding: 'gzip', expected: '400', body: () => gzipSync(gzipSync(zeros(256))) },
  { name: 'named gzip twice', encoding: 'gzip, gzip', expected: '415', body: () => gzipSync(gzipSync(zeros(256))) },
];

/** R7: bodies that are small on the wire and huge when they are unpacked. */
export async function zipBombs(options: FaultOptions): Promise<readonly Claim[]> {
  const database = await openDatabase(options);
  const environment = { MAX_BODY_BYTES: String(LIMIT_MIB * MIB) };
  const { program } = options;
  const product = await start({ ...(await freePorts()), program, databaseUrl: database.url, environment });
  const claims: Claim[] = [];
  const rows: (string | number)[][] = [];
  for (const [position, bomb] of BOMBS.entries()) {
    const file = join(database.folder, `bomb-${position}`);
    const body = bomb.body();
    writeFileSync(file, body);
    const alone = await throwAt(product, bomb, file, 1, ALONE);
    const before = residentMb(product.pid);
    const peak = peakFromNow(product);
    const poller = new Poller([`${product.otlpOrigin}/healthz`], 10);
    const together = await throwAt(product, bomb, file, options.writers ?? TOGETHER, 1);
    await poller.stop();
    const grown = peak() - before;
    const stall = largest(poller.all().flatMap(({ ms }) => ms));
    const kib = Math.round(body.length / 1024);
    rows.push([
      bomb.name,
      kib,
      Math.round(largest(alone.ms)),
      inWords(together.words),
      Math.round(largest(together.ms)),
      Math.round(grown),
      Math.round(stall),
    ]);
    claims.push(
      none(`${bomb.name}: alone not ${bomb.expected}`, notIn(alone.words, [bomb.expected])),
      atMost(`${bomb.name}: answered alone within`, largest(alone.ms), ALONE_LIMIT_MS, 'ms'),
      none(
        `${bomb.name}: together not ${bomb.expected}, 429 or 503`,
        notIn(together.words, [bomb.expected, '429', '503']),
      ),
      atMost(`${bomb.name}: memory grows by`, grown, 2 * LIMIT_MIB, 'MB'),
    );
  }
  const { code } = await product.end('SIGTERM');
  await database.remove();
  printTable(['bomb', 'KiB sent', 'alone ms', 'together', 'longest ms', 'memory +MB', '/healthz longest ms'], rows);
  return [
    ...claims,
    { what: 'the product lived through it', promised: 'exit 0', seen: `exit ${code}`, holds: code === 0 },
  ];
}

function repeated(bytes: Buffer, times: number): Buffer {
  return Buffer.concat(Array.from({ length: times }, () => bytes));
}

interface Thrown {
  readonly words: ReadonlyMap<string, number>;
  readonly ms: readonly number[];
}

async function throwAt(product: Product, bomb: Bomb, file: string, times: number, rounds: number): Promise<Thrown> {
  const words = new Map<string, number>();
  const ms: number[] = [];
  const sending: SendTogether = {
    url: `${product.otlpOrigin}/v1/traces`,
    times,
    content: { file, headers: { ...HEADERS, 'content-encoding': bomb.encoding } },
    retryForMs: 0,
  };
  for (let round = 0; round < rounds; round++) {
    await startProcess<SendTogether, SentRequest>('send-process.ts', sending, (sent) => {
      for (const word of sent.words) count(words, word);
      ms.push(sent.ms);
    });
  }
  return { words, ms };
}

function notIn(words: ReadonlyMap<string, number>, expected: readonly string[]): number {
  return [...words].reduce((sum, [word, times]) => sum + (expected.includes(word) ? 0 : times), 0);
}
