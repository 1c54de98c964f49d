import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openDatabase } from './database';
import { atMost, type Claim, type FaultOptions, none } from './fault-program';
import { printTable } from './print-table';
import { freePorts, residentMb, start } from './product';
import type { SendTogether, SentRequest } from './send-process';
import { startProcess } from './start-process';
import { count, inWords, largest, quantile } from './statistics';
import { Poller, peakFromNow } from './watch-product';

const BODIES = 32;
const LIMIT_BYTES = 64 * 1024 * 1024;
/** Just under the limit: a body of 64 spans. */
const SHAPE = { spans: 64, attributes: 1, valueBytes: 1024 * 1024 - 2048 } as const;
const POLL_MS = 10;
const STALL_LIMIT_MS = 200;
const RETRY_FOR_MS = 120_000;
const ALLOWED = new Set(['200', '429', '503']);

/** R6: bodies of the largest size, all at once, while somebody asks every 10 ms whether the product is there. */
export async function largeBodies(options: FaultOptions): Promise<readonly Claim[]> {
  const database = await openDatabase(options);
  const installation = { ...(await freePorts()), program: options.program, databaseUrl: database.url };
  const product = await start({ ...installation, environment: { MAX_BODY_BYTES: String(LIMIT_BYTES) } });
  const times = options.writers ?? BODIES;
  const before = residentMb(product.pid);
  const peak = peakFromNow(product);
  const urls = [`${product.otlpOrigin}/healthz`, `${product.origin}/api/health`];
  const poller = new Poller(urls, POLL_MS);
  const ownDelay = monitorEventLoopDelay({ resolution: POLL_MS });
  ownDelay.enable();
  const answers = new Map<string, number>();
  const last: string[] = [];
  const begun = performance.now();
  const sending: SendTogether = {
    url: `${product.otlpOrigin}/v1/traces`,
    times: times,
    content: { shape: SHAPE },
    retryForMs: (options.seconds ?? RETRY_FOR_MS / 1000) * 1000,
  };
  await startProcess<SendTogether, SentRequest>('send-process.ts', sending, ({ words }) => {
    for (const word of words) count(answers, word);
    last.push(words.at(-1) ?? '');
  });
  const seconds = (performance.now() - begun) / 1000;
  await poller.stop();
  ownDelay.disable();
  const peakMb = peak();
  const { code } = await product.end('SIGTERM');
  await database.remove();
  printTable(
    ['asked', 'times', 'p50 ms', 'p99 ms', 'longest ms', 'answers'],
    poller
      .all()
      .map(({ ms, answers }, i) => [
        urls[i]?.replace(/^.*:\d+/, '') ?? '',
        ms.length,
        Math.round(quantile(ms, 0.5)),
        Math.round(quantile(ms, 0.99)),
        Math.round(largest(ms)),
        inWords(answers),
      ]),
  );
  console.log(`  ${times} bodies of ${LIMIT_BYTES / 2 ** 20} MiB in ${seconds.toFixed(1)} s: ${inWords(answers)}`);
  console.log(`  memory ${Math.round(before)} MB before, ${Math.round(peakMb)} MB at most, cap ${options.capMb} MB`);
  console.log(`  the asking process itself was late by at most ${Math.round(ownDelay.max / 1e6 - POLL_MS)} ms`);
  return [
    none('answers other than 200, 429, 503', [...answers].filter(([word]) => !ALLOWED.has(word)).length),
    none('bodies never accepted', last.filter((word) => word !== '200').length, String(times)),
    atMost('memory', peakMb, options.capMb, 'MB'),
    ...poller
      .all()
      .map(({ ms }, i) =>
        atMost(`longest wait for ${urls[i]?.replace(/^.*:\d+/, '')}`, largest(ms), STALL_LIMIT_MS, 'ms'),
      ),
    { what: 'the product lived through it', promised: 'exit 0', seen: `exit ${code}`, holds: code === 0 },
  ];
}
