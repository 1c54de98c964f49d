import type { RunDetail } from '../lib/contracts/runs';
import { askJson } from './ask';
import { PROJECT, RUN_ID } from './batch-template';
import { openDatabase } from './database';
import { atLeast, atMost, type Claim, type FaultOptions, none } from './fault-program';
import type { Load, LoadSecond } from './load-process';
import { printTable } from './print-table';
import { freePorts, type Product, residentMb, start } from './product';
import { startProcess } from './start-process';
import { inWords, largest, quantile } from './statistics';
import { Poller, peakFromNow } from './watch-product';

const SHAPE = { spans: 100, attributes: 12, valueBytes: 24 } as const;
const TIMES = 5;
const SECONDS = 120;
const CAPACITY_SECONDS = 10;
/** The product's caches and compiled code are not there yet. */
const WARM_UP_SECONDS = 3;
const CAPACITY_CONNECTIONS = 16;
const OVERLOAD_CONNECTIONS = 512;
const POLL_MS = 200;
/** Lines of the time series. */
const LINES = 12;

const ACCEPTED_LIMIT_MS = 2000;
const DASHBOARD_LIMIT_MS = 300;
const GOODPUT_SHARE = 0.9;
const ALLOWED = new Set(['200', '429', '503']);

/** What one second looked like from all sides. */
interface Second extends LoadSecond {
  readonly residentMb: number;
  readonly dashboardMs: readonly number[];
}

/** R5: five times what the product can take, for a while. */
export async function overload(options: FaultOptions): Promise<readonly Claim[]> {
  const database = await openDatabase(options);
  const { program, seed } = options;
  const product = await start({ ...(await freePorts()), program, databaseUrl: database.url });
  const load = (name: string, seconds: number, perSecond: number | null): Load => ({
    url: `${product.otlpOrigin}/v1/traces`,
    name: `${name}${seed}`,
    shape: SHAPE,
    connections: perSecond === null ? CAPACITY_CONNECTIONS : OVERLOAD_CONNECTIONS,
    perSecond,
    seconds,
  });
  const warming = await seconds(product, load('warm', WARM_UP_SECONDS, null));
  const easy = await seconds(product, load('easy', CAPACITY_SECONDS, null));
  const capacity = acceptedPerSecond(easy, CAPACITY_SECONDS);
  const forSeconds = options.seconds ?? SECONDS;
  const peak = peakFromNow(product);
  const hard = await seconds(product, load('hard', forSeconds, Math.ceil(capacity * TIMES)));
  const peakMb = peak();
  printSeries(hard.filter(({ late }) => !late));
  const all = [...warming, ...easy, ...hard];
  const stored = await storedSpans(product);
  const { code } = await product.end('SIGTERM');
  await database.remove();

  const goodput = acceptedPerSecond(hard, forSeconds);
  const acceptedMs = hard.flatMap((second) => second.acceptedMs);
  const answers = answersOf(hard);
  const spansPerSecond = (requests: number) => Math.round(requests * SHAPE.spans);
  console.log(
    `  capacity ${spansPerSecond(capacity)} spans/s; under ${TIMES} times that ${spansPerSecond(goodput)} spans/s are accepted`,
  );
  console.log(`  answers: ${inWords(answers)}; memory at most ${Math.round(peakMb)} MB, cap ${options.capMb} MB`);
  return [
    none(
      'answers other than 200, 429, 503',
      [...answers].reduce((sum, [word, times]) => sum + (ALLOWED.has(word) ? 0 : times), 0),
    ),
    atMost('memory', peakMb, options.capMb, 'MB'),
    atMost('p99 of what is accepted', quantile(acceptedMs, 0.99), ACCEPTED_LIMIT_MS, 'ms'),
    atMost(
      'p95 of the dashboard',
      quantile(
        hard.flatMap((second) => second.dashboardMs),
        0.95,
      ),
      DASHBOARD_LIMIT_MS,
      'ms',
    ),
    atLeast('goodput', (100 * goodput) / capacity, GOODPUT_SHARE * 100, '% of capacity'),
    none('acknowledged spans not on the counter', Math.max(0, accepted(all) * SHAPE.spans - stored)),
    { what: 'the product lived through it', promised: 'exit 0', seen: `exit ${code}`, holds: code === 0 },
  ];
}

async function seconds(product: Product, load: Load): Promise<readonly Second[]> {
  const seen: Second[] = [];
  const { origin } = product;
  const poller = new Poller([`${origin}/`, `${origin}/p/${PROJECT}/runs`, `${origin}/api/projects`], POLL_MS);
  const starts = poller.all().map(() => 0);
  await startProcess<Load, LoadSecond>('load-process.ts', load, (second) => {
    const dashboardMs = poller.all().flatMap(({ ms }, i) => {
      const from = starts[i] ?? 0;
      starts[i] = ms.length;
      return ms.slice(from);
    });
    seen.push({ ...second, residentMb: residentMb(product.pid), dashboardMs });
  });
  await poller.stop();
  return seen;
}

function accepted(all: readonly LoadSecond[]): number {
  return all.reduce((sum, { answers }) => sum + (answers['200'] ?? 0), 0);
}

/** Without what was still waiting when the load ended. */
function acceptedPerSecond(all: readonly LoadSecond[], forSeconds: number): number {
  return accepted(all.filter(({ late }) => !late)) / forSeconds;
}

function answersOf(all: readonly LoadSecond[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const { answers } of all) {
    for (const [word, times] of Object.entries(answers)) sum.set(word, (sum.get(word) ?? 0) + times);
  }
  return sum;
}

async function storedSpans(product: Product): Promise<number> {
  return (await askJson<RunDetail>(`${product.origin}/api/projects/${PROJECT}/runs/${RUN_ID}`)).spans;
}

function printSeries(all: readonly Second[]): void {
  const step = Math.max(1, Math.ceil(all.length / LINES));
  const rows: (string | number)[][] = [];
  for (let from = 0; from < all.length; from += step) {
    const part = all.slice(from, from + step);
    const answers = answersOf(part);
    const perSecond = (times: number) => Math.round(times / part.length);
    const others = [...answers].reduce((sum, [word, times]) => sum + (ALLOWED.has(word) ? 0 : times), 0);
    rows.push([
      from,
      perSecond(part.reduce((sum, { sent }) => sum + sent, 0)),
      perSecond(part.reduce((sum, { heldBack }) => sum + heldBack, 0)),
      perSecond(answers.get('200') ?? 0),
      perSecond((answers.get('429') ?? 0) + (answers.get('503') ?? 0)),
      perSecond(others),
      Math.round(
        quantile(
          part.flatMap(({ acceptedMs }) => acceptedMs),
          0.99,
        ),
      ),
      Math.round(
        quantile(
          part.flatMap(({ dashboardMs }) => dashboardMs),
          0.95,
        ),
      ),
      Math.round(largest(part.map((second) => second.residentMb))),
    ]);
  }
  const head = [
    'second',
    'sent/s',
    'held back/s',
    '200/s',
    '429+503/s',
    'other/s',
    'p99 of 200 ms',
    'pages p95 ms',
    'MB',
  ];
  printTable(head, rows);
}
