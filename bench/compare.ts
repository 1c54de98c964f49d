/** `npm run bench:compare`: what comparing two runs costs. */
import { setTimeout } from 'node:timers/promises';
import { Option } from 'commander';
import type { ComparisonDto } from '../lib/contracts/compare';
import { apiPaths } from '../lib/query/paths';
import { type BenchFlags, benchCommand, positiveNumber } from './bench-flags';
import { postSpans } from './load/post-spans';
import { Random } from './load/random';
import { RUN_SHAPES, type RunShape, shapeRun } from './load/run-shapes';
import { latencyOf } from './measure/latency';
import { waitForQuiet, watchResources } from './measure/processes';
import type { Figure } from './report/figure';
import { numberText, printReport } from './report/print-report';
import { TARGETS } from './report/targets';
import { openPostgres } from './server/postgres';
import { type MeasuredServer, runServer } from './server/run-server';

interface Flags extends BenchFlags {
  readonly engine: 'sqlite' | 'postgresql' | 'both';
  readonly spans: number;
  readonly shapes?: string;
}

const flags: Flags = benchCommand(
  'bench:compare',
  'Sends pairs of runs of several shapes and compares them.',
  '2,000 spans',
)
  .addOption(new Option('--engine <name>').choices(['sqlite', 'postgresql', 'both']).default('both'))
  .option('--shapes <names>', `of ${Object.keys(RUN_SHAPES).join('; ')}`)
  .option('--spans <number>', 'of each run', positiveNumber, 100_000)
  .parse()
  .opts();

const PROJECT = 'bench-compare';
const SETTLE_PATIENCE_MS = 180_000;
/** In the candidate, one of so many spans has lost the ids of its run. */
const KEYLESS_EVERY = 7;
const KEPT_ROUNDS = 20;

const figures: Figure[] = [];
const notes: string[] = [];

async function measure(engine: string, server: MeasuredServer, shape: RunShape, spans: number): Promise<void> {
  const random = new Random(Object.keys(RUN_SHAPES).indexOf(shape) + 1);
  const [base, run] = [random.uuid(), random.uuid()];
  for (const [seed, runId, keyless] of [[1, base, 0] as const, [2, run, KEYLESS_EVERY] as const]) {
    const seedOfShape = seed + 10 * Object.keys(RUN_SHAPES).indexOf(shape);
    await postSpans(server.otlpOrigin, PROJECT, [...shapeRun(shape, spans, seedOfShape, runId, keyless)]);
    await declare(server.origin, runId, shape);
  }
  for (const runId of [base, run]) await untilSettled(server.origin, runId);
  await waitForQuiet(flags.quiet);

  const address = `${server.origin}${apiPaths.compare(PROJECT, { base, run })}`;
  await server.loopDelay();
  const before = await watchResources(server.pid);
  const first = await timedCompare(address);
  const delay = await server.loopDelay();
  const resources = await before.stop();
  const kept: number[] = [];
  for (let round = 0; round < KEPT_ROUNDS; round++) kept.push((await timedCompare(address)).ms);
  const { comparison } = first;
  const name = `${engine}, ${numberText(spans)} spans in ${shape}`;
  const { matched, nodes } = comparison.alignment;
  figures.push(
    {
      what: `${name}: first comparison`,
      figure: first.ms,
      unit: 'ms',
      target: spans === 100_000 ? TARGETS.compareMs : undefined,
      more: {
        note: `${comparison.verdict}; ${numberText(matched)} datapoints, ${numberText(nodes.same)} paths, ${numberText(comparison.rowCount)} cells`,
      },
    },
    { what: `${name}: again, p95`, figure: latencyOf(kept).p95, unit: 'ms' },
    { what: `${name}: resident memory`, figure: resources.rssBytes / 1e6, unit: 'MB', target: TARGETS.rssMegabytes },
  );
  if (delay !== null) {
    figures.push({ what: `${name}: event loop late, max`, figure: delay.max, unit: 'ms' });
  }
  console.error(`${name}: ${numberText(first.ms)} ms`);
}

async function declare(origin: string, runId: string, name: string): Promise<void> {
  const response = await fetch(`${origin}/v1/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-project': PROJECT },
    body: JSON.stringify({ run: { run_id: runId, name, status: 'completed' } }),
  });
  if (!response.ok) throw new Error(`a run could not be declared: ${response.status}`);
}

/** The list does not judge anything, as looking at a run would. */
async function untilSettled(origin: string, runId: string): Promise<void> {
  const deadline = Date.now() + SETTLE_PATIENCE_MS;
  while (Date.now() < deadline) {
    const response = await fetch(`${origin}${apiPaths.runs(PROJECT, { q: runId })}`);
    if ((await response.text()).includes('"unsettledSessions":0')) return;
    await setTimeout(500);
  }
  notes.push(`The run ${runId} was not settled in time.`);
}

async function timedCompare(address: string): Promise<{ ms: number; comparison: ComparisonDto }> {
  const start = performance.now();
  const response = await fetch(address);
  const text = await response.text();
  const ms = performance.now() - start;
  if (!response.ok) throw new Error(`comparing answered ${response.status}: ${text}`);
  return { ms, comparison: JSON.parse(text) as ComparisonDto };
}

async function measureEngine(engine: string, databaseUrl: string | null): Promise<void> {
  const spans = flags.quick ? 2_000 : flags.spans;
  const server = await runServer({ program: flags.program, databaseUrl, environment: { GRACE_SECONDS: '1' } });
  try {
    const wanted = flags.shapes?.split(';').map((name) => name.trim());
    const shapes = (Object.keys(RUN_SHAPES) as RunShape[]).filter((shape) => wanted?.includes(shape) ?? true);
    for (const shape of shapes) {
      await measure(engine, server, shape, spans).catch((error: unknown) => {
        notes.push(`${engine} ${shape} failed: ${String(error)}`);
        process.exitCode = 1;
      });
    }
  } finally {
    await server.stop();
  }
}

async function measurePostgres(): Promise<void> {
  const postgres = await openPostgres(process.env.BENCH_DATABASE_URL);
  if (postgres === null) {
    notes.push('There is no PostgreSQL here: set BENCH_DATABASE_URL, or install its server.');
    return;
  }
  try {
    await measureEngine('postgresql', await postgres.makeDatabase('bench_compare'));
  } finally {
    await postgres.stop();
  }
}

if (flags.engine !== 'postgresql') await measureEngine('sqlite', null);
if (flags.engine !== 'sqlite') await measurePostgres();
printReport({ title: 'Comparing', notes, figures }, flags.json);
