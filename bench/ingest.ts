/** `npm run bench:ingest`: how many spans a second are received, judged and durable, and what that costs the pages. */
import { setTimeout } from 'node:timers/promises';
import { Option } from 'commander';
import { type BenchFlags, benchCommand, positiveNumber } from './bench-flags';
import { type LoadRow, POSTGRES_ROWS, SQLITE_ROWS } from './ingest-rows';
import type { LoadReport } from './load/load-job';
import { startSender } from './load/start-sender';
import { browseMeanwhile } from './measure/browse-meanwhile';
import type { Latency } from './measure/latency';
import { pollHealth } from './measure/poll-health';
import { probeVisibility } from './measure/probe-visibility';
import { type Resources, waitForQuiet, watchResources } from './measure/processes';
import { rawPostgres, rawSqlite } from './measure/raw-limit';
import { readRuns } from './measure/visit-pages';
import type { Figure } from './report/figure';
import { numberText, printReport } from './report/print-report';
import { TARGETS } from './report/targets';
import { openPostgres } from './server/postgres';
import { type LoopDelay, type MeasuredServer, runServer, serverAt } from './server/run-server';

interface Flags extends BenchFlags {
  readonly url?: string;
  readonly engine: 'sqlite' | 'postgresql' | 'both';
  readonly rows?: string;
  readonly seconds?: number;
  readonly repeats: number;
  readonly raw: boolean;
  readonly seed: number;
}

const flags: Flags = benchCommand(
  'bench:ingest',
  'Sends spans to a server of its own and counts what is stored at the end.',
  'every load for 2 seconds',
)
  .option('--url <origin>', 'measure a running server instead; its process is not looked at')
  .addOption(new Option('--engine <name>').choices(['sqlite', 'postgresql', 'both']).default('both'))
  .option('--rows <names>', 'only these loads, by name, separated by commas')
  .option('--seconds <number>', 'length of every load', positiveNumber)
  .option('--repeats <number>', 'measure a row again, so often at most, when others were busy', positiveNumber, 0)
  .option('--no-raw', 'leave out what the database alone can take')
  .option('--seed <number>', 'another seed, other ids', positiveNumber, 1)
  .parse()
  .opts();

/** Rows a second of the driver alone, for requests of 512 spans and of one. */
interface RawLimits {
  readonly batches: number | null;
  readonly single: number | null;
}

interface Measured {
  readonly load: LoadReport;
  readonly loop: LoopDelay | null;
  readonly health: Latency;
  readonly resources: Resources;
  readonly browsed: Latency | null;
  readonly visible: Latency | null;
  readonly databaseBytes: number | null;
  readonly stored: number;
  readonly lost: number;
}

/** A new server's code is slow until the engine has compiled it. */
const WARM_UP_SECONDS = 1.5;
/** A run of the product has about so many datapoints. */
const SESSIONS_PER_RUN = 128;
/** With more processors than this busy for other programs, a row says little. */
const DISTURBED = 0.3;
/** The log before the database is larger than so few spans. */
const TOO_FEW = 100_000;
/** Stored sums may follow a little later; acknowledged spans may not be missing after this. */
const COUNT_PATIENCE_MS = 15_000;

const figures: Figure[] = [];
const notes: string[] = [];
let lostSpans = 0;

async function measure(row: LoadRow, seconds: number, server: MeasuredServer): Promise<Measured> {
  const project = `bench-${flags.seed}-${row.name.replaceAll(/\W+/g, '-')}`;
  const sender = await startSender({
    encoding: row.encoding,
    gzip: row.gzip,
    spansPerRequest: row.spansPerRequest,
    sessionsPerRun: SESSIONS_PER_RUN,
    seed: flags.url === undefined ? flags.seed : Date.now(),
    origin: server.otlpOrigin,
    project,
    connections: row.senders,
    rate: row.rate ?? null,
  });
  await waitForQuiet(flags.quiet);
  const storedBefore = await countStored(server, project);
  const { spans: warmUp } = await sender.send({ seconds: WARM_UP_SECONDS, spans: Number.MAX_SAFE_INTEGER });
  const browsing = row.browsing ? await browseMeanwhile(server.origin, project) : null;
  await server.loopDelay();
  const watch = await watchResources(server.pid);
  const health = pollHealth(server.otlpOrigin);
  const probing = row.probing ? probeVisibility(server, project) : null;
  const load = await sender.send({ seconds, spans: Number.MAX_SAFE_INTEGER });
  sender.end();
  const loop = await server.loopDelay();
  const probed = await probing?.stop();
  const browsed = (await browsing?.stop()) ?? null;
  const polled = await health.stop();
  const resources = await watch.stop();
  const expected = storedBefore + warmUp + load.spans + (probed?.spans ?? 0);
  const stored = await untilStored(server, project, expected);
  const databaseBytes = await server.databaseBytes();
  return {
    load,
    loop,
    health: polled,
    resources,
    browsed,
    visible: probed?.visible ?? null,
    databaseBytes,
    stored: stored - storedBefore,
    lost: Math.max(0, expected - stored),
  };
}

async function untilStored(server: MeasuredServer, project: string, expected: number): Promise<number> {
  const deadline = Date.now() + COUNT_PATIENCE_MS;
  for (;;) {
    const stored = await countStored(server, project);
    if (stored >= expected || Date.now() > deadline) return stored;
    await setTimeout(500);
  }
}

/** Every span sent names a run, so the runs' sums are all there is. */
async function countStored(server: MeasuredServer, project: string): Promise<number> {
  const runs = await readRuns(server.origin, project).catch(() => []);
  return runs.reduce((sum, { spans }) => sum + spans, 0);
}

function addFigures(engine: string, row: LoadRow, measured: Measured, raw: RawLimits): void {
  const { load, loop, health, resources, browsed, visible, databaseBytes, stored, lost } = measured;
  const rate = load.spans / load.seconds;
  const limit = row.spansPerRequest === 1 ? raw.single : raw.batches;
  const body = `${row.encoding}${row.gzip ? '+gzip' : ''} ${row.spansPerRequest} × ${row.senders}`;
  figures.push({
    what: `${engine} ${row.name}: ${body}, ${Math.round(load.seconds)} s`,
    figure: rate,
    unit: 'spans/s',
    target: row.target ?? row.rate,
    isRate: true,
    more: {
      'raw limit': limit ?? Number.NaN,
      'of raw': limit === null ? '–' : `${Math.round((rate / limit) * 100)}%`,
      'ms p50 / p99 / max': spreadText(load.ack),
      'loop p99 ms': loop?.p99 ?? Number.NaN,
      'healthz p99 ms': health.p99,
      'RSS MB': resources.rssBytes / 1e6,
      'CPU ms/1000 spans': (resources.cpuSeconds * 1e6) / load.spans,
      'wire B/span': load.wireBytes / load.spans,
      'stored B/span': databaseBytes === null || stored < TOO_FEW ? Number.NaN : databaseBytes / stored,
      retries: load.retries,
      lost,
      'others busy': resources.othersBusy.toFixed(2),
    },
  });
  const latency = (what: string, measuredMs: Latency | null, target: number) => {
    if (measuredMs === null || measuredMs.count === 0) return;
    figures.push({
      what: `${engine} ${row.name}: ${what}, p99 of ${numberText(measuredMs.count)}`,
      figure: measuredMs.p99,
      unit: 'ms',
      target,
      more: { 'ms p50 / p99 / max': spreadText(measuredMs) },
    });
  };
  latency('pages', browsed, TARGETS.pagesWhileIngestingMs);
  if (row.rate === undefined) return;
  latency('acknowledged', load.ack, TARGETS.ackMs);
  latency('200 → visible', visible, TARGETS.visibleMs);
  if (loop !== null) {
    figures.push({
      what: `${engine} ${row.name}: event loop late, p99`,
      figure: loop.p99,
      unit: 'ms',
      target: TARGETS.loopDelayMs,
    });
    const rss = resources.rssBytes / 1e6;
    figures.push({
      what: `${engine} ${row.name}: resident memory`,
      figure: rss,
      unit: 'MB',
      target: TARGETS.rssMegabytes,
    });
  }
}

function spreadText({ p50, p99, max }: Latency): string {
  return [p50, p99, max].map(numberText).join(' / ');
}

async function measureRows(
  engine: string,
  rows: readonly LoadRow[],
  raw: RawLimits,
  open: (row: LoadRow) => Promise<MeasuredServer>,
): Promise<void> {
  const wanted = flags.rows?.split(',');
  for (const row of rows.filter(({ name }) => wanted?.includes(name) ?? true)) {
    const seconds = flags.seconds ?? (flags.quick ? 2 : row.seconds);
    try {
      const measured = await measureQuietly(row, seconds, open);
      addFigures(engine, row, measured, raw);
      const { load, resources } = measured;
      const rate = numberText(load.spans / load.seconds);
      console.error(`${engine} ${row.name}: ${rate} spans/s (others busy ${resources.othersBusy.toFixed(2)})`);
    } catch (error) {
      notes.push(`${engine} ${row.name} failed: ${String(error)}`);
      process.exitCode = 1;
    }
  }
}

/** Measures again while other programs disturb, as often as was allowed; the least disturbed time counts. */
async function measureQuietly(
  row: LoadRow,
  seconds: number,
  open: (row: LoadRow) => Promise<MeasuredServer>,
): Promise<Measured> {
  let best: Measured | null = null;
  for (let turn = 0; turn <= flags.repeats; turn++) {
    const server = await open(row);
    try {
      const measured = await measure(row, seconds, server);
      lostSpans += measured.lost;
      if (best === null || measured.resources.othersBusy < best.resources.othersBusy) best = measured;
    } finally {
      await server.stop();
    }
    if (best.resources.othersBusy < DISTURBED) break;
  }
  if (best === null) throw new Error('nothing was measured');
  return best;
}

const BATCH_RAW = { rows: 512, blobBytes: 350_000, seconds: flags.quick ? 1 : 4 };
const SINGLE_RAW = { rows: 1, blobBytes: 1_900, seconds: flags.quick ? 1 : 2 };
const NO_RAW: RawLimits = { batches: null, single: null };

async function measureSqlite(): Promise<void> {
  await waitForQuiet(flags.quiet);
  const raw = flags.raw ? { batches: await rawSqlite(BATCH_RAW), single: await rawSqlite(SINGLE_RAW) } : NO_RAW;
  await measureRows('sqlite', SQLITE_ROWS, raw, () => runServer({ program: flags.program, databaseUrl: null }));
}

async function measurePostgres(): Promise<void> {
  const postgres = await openPostgres(process.env.BENCH_DATABASE_URL);
  if (postgres === null) {
    notes.push('PostgreSQL was left out: no server program was found and BENCH_DATABASE_URL is not set.');
    return;
  }
  try {
    await waitForQuiet(flags.quiet);
    const raw = flags.raw
      ? { batches: await rawPostgres(postgres, BATCH_RAW), single: await rawPostgres(postgres, SINGLE_RAW) }
      : NO_RAW;
    await measureRows('postgresql', POSTGRES_ROWS, raw, async ({ name }) =>
      runServer({
        program: flags.program,
        databaseUrl: await postgres.makeDatabase(`bench_${name.replaceAll(/\W+/g, '_').toLowerCase()}`),
      }),
    );
  } finally {
    await postgres.stop();
  }
}

if (flags.url !== undefined) {
  const origin = flags.url;
  await measureRows('server', SQLITE_ROWS, NO_RAW, async () => serverAt(origin));
} else {
  if (flags.engine !== 'postgresql') await measureSqlite();
  if (flags.engine !== 'sqlite') await measurePostgres();
}
notes.push(
  lostSpans === 0
    ? 'Every acknowledged span was counted in the API afterwards.'
    : `${lostSpans} ACKNOWLEDGED SPANS ARE MISSING in the API.`,
);
if (lostSpans > 0) process.exitCode = 1;
printReport({ title: 'Ingestion', notes, figures }, flags.json);
