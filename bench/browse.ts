/** `npm run bench:browse`: how fast the pages are when much is stored. */
import { setTimeout } from 'node:timers/promises';
import { Option } from 'commander';
import { type BenchFlags, benchCommand, positiveNumber } from './bench-flags';
import { SPANS_PER_SESSION } from './load/request-source';
import { startSender } from './load/start-sender';
import { latencyOf } from './measure/latency';
import { waitForQuiet, watchResources } from './measure/processes';
import { findPlaces, type Place, readRuns, VISITS, type Visit, visit } from './measure/visit-pages';
import type { Figure } from './report/figure';
import { numberText, printReport } from './report/print-report';
import { TARGETS } from './report/targets';
import { openPostgres } from './server/postgres';
import { type MeasuredServer, runServer, serverAt } from './server/run-server';

interface Flags extends BenchFlags {
  readonly url?: string;
  readonly engine: 'sqlite' | 'postgresql';
  readonly runs: number;
  readonly fillSeconds: number;
  readonly settleSeconds: number;
  readonly visits: number;
}

const flags: Flags = benchCommand(
  'bench:browse',
  'Fills a server with runs through its own ingestion and opens every page many times.',
  '50 runs, 20 visits',
)
  .option('--url <origin>', 'fill and measure a running server instead')
  .addOption(new Option('--engine <name>').choices(['sqlite', 'postgresql']).default('sqlite'))
  .option('--runs <number>', 'runs of 1,024 spans', positiveNumber, 1000)
  .option('--fill-seconds <number>', 'stop filling after this', positiveNumber, 150)
  .option('--settle-seconds <number>', 'wait so long for the last verdicts', positiveNumber, 60)
  .option('--visits <number>', 'of each page', positiveNumber, 100)
  .parse()
  .opts();

const SESSIONS_PER_RUN = 32;
const PROJECT = 'bench-browse';
const PLACES = 25;

const TARGETS_OF: Readonly<Partial<Record<Visit, number>>> = {
  'runs list (page)': TARGETS.runsListMs,
  'runs list (API)': TARGETS.runsListMs,
  'run page': TARGETS.runPageMs,
  'run (API)': TARGETS.runPageMs,
};

const figures: Figure[] = [];
const notes: string[] = [];

async function fill(server: MeasuredServer, runs: number): Promise<void> {
  const sender = await startSender({
    encoding: 'protobuf',
    gzip: true,
    spansPerRequest: 512,
    sessionsPerRun: SESSIONS_PER_RUN,
    seed: flags.url === undefined ? 1 : Date.now(),
    origin: server.otlpOrigin,
    project: PROJECT,
    connections: 4,
    rate: null,
  });
  const wanted = runs * SESSIONS_PER_RUN * SPANS_PER_SESSION;
  const load = await sender.send({ seconds: flags.fillSeconds, spans: wanted });
  sender.end();
  await nameRuns(server.origin, load.runs);
  figures.push({
    what: `stored: ${numberText(load.spans)} spans in ${numberText(load.spans / SESSIONS_PER_RUN / SPANS_PER_SESSION)} runs`,
    figure: load.spans / load.seconds,
    unit: 'spans/s',
    isRate: true,
  });
  if (load.spans < wanted) notes.push(`${numberText(wanted)} spans were wanted; the time for filling was over before.`);
}

/** As clients declare them. */
async function nameRuns(origin: string, runs: readonly string[]): Promise<void> {
  for (const [number, runId] of runs.entries()) {
    const response = await fetch(`${origin}/v1/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-project': PROJECT },
      body: JSON.stringify({ run: { run_id: runId, name: `nightly ${number}`, status: 'completed' } }),
    });
    if (!response.ok) throw new Error(`a run could not be declared: ${response.status}`);
  }
}

/** Verdicts in the making would take their part of the processor while pages are measured. */
async function settle(server: MeasuredServer): Promise<void> {
  const start = performance.now();
  let unsettled = await countUnsettled(server);
  while (unsettled > 0 && performance.now() - start < flags.settleSeconds * 1000) {
    await setTimeout(1000);
    unsettled = await countUnsettled(server);
  }
  figures.push({ what: 'last verdicts after filling', figure: (performance.now() - start) / 1000, unit: 's' });
  if (unsettled > 0) notes.push(`${numberText(unsettled)} sessions had no final verdict when the pages were measured.`);
}

async function countUnsettled(server: MeasuredServer): Promise<number> {
  const runs = await readRuns(server.origin, PROJECT);
  return runs.reduce((sum, { unsettledSessions }) => sum + unsettledSessions, 0);
}

async function measurePages(server: MeasuredServer, visits: number): Promise<void> {
  const places = await findPlaces(server.origin, PROJECT, PLACES);
  for (const what of VISITS) {
    const placeAt = (turn: number) => places[turn % places.length] as Place;
    for (let warm = 0; warm < 5; warm++) await visit(server.origin, PROJECT, what, placeAt(warm));
    const times: number[] = [];
    for (let turn = 0; turn < visits; turn++) times.push(await visit(server.origin, PROJECT, what, placeAt(turn)));
    const { p50, p95, p99, max } = latencyOf(times);
    figures.push({
      what: `${what}, p95`,
      figure: p95,
      unit: 'ms',
      target: TARGETS_OF[what],
      more: { p50, p99, max },
    });
    console.error(`${what}: p50 ${numberText(p50)} ms, p95 ${numberText(p95)} ms`);
  }
}

const postgres = flags.engine === 'postgresql' ? await openPostgres(process.env.BENCH_DATABASE_URL) : null;
if (flags.engine === 'postgresql' && postgres === null) throw new Error('There is no PostgreSQL here.');
const server =
  flags.url === undefined
    ? await runServer({
        program: flags.program,
        databaseUrl: (await postgres?.makeDatabase('bench_browse')) ?? null,
        environment: { GRACE_SECONDS: '1' },
      })
    : serverAt(flags.url);
try {
  await fill(server, flags.quick ? 50 : flags.runs);
  await settle(server);
  await waitForQuiet(flags.quiet);
  const watch = await watchResources(server.pid);
  await measurePages(server, flags.quick ? 20 : flags.visits);
  const { rssBytes, othersBusy } = await watch.stop();
  if (server.pid !== null) figures.push({ what: 'resident memory', figure: rssBytes / 1e6, unit: 'MB' });
  notes.push(`Other programs kept ${othersBusy.toFixed(2)} processors busy while the pages were measured.`);
} finally {
  await server.stop();
  await postgres?.stop();
}
printReport({ title: `Browsing, ${flags.engine}`, notes, figures }, flags.json);
