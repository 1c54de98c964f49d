/** `npm run bench:session`: what the size and the shape of one session cost, from the audit to the scrolling. */
import { setTimeout } from 'node:timers/promises';
import type { Browser } from '@playwright/test';
import { apiPaths, sessionPath } from '../lib/query/paths';
import { type BenchFlags, benchCommand, positiveNumbers } from './bench-flags';
import { postSpans } from './load/post-spans';
import { SESSION_SHAPES, type SessionShape, type ShapedSession, shapeSession } from './load/session-shapes';
import { type MeasureAudit, openAudit } from './measure/audit-time';
import { latencyOf } from './measure/latency';
import { openBrowser, openSessionPage, type PageUse } from './measure/open-session-page';
import { waitForQuiet, watchResources } from './measure/processes';
import type { Figure } from './report/figure';
import { numberText, printReport } from './report/print-report';
import { TARGETS } from './report/targets';
import { type MeasuredServer, runServer, serverAt } from './server/run-server';

interface Flags extends BenchFlags {
  readonly url?: string;
  readonly sizes?: readonly number[];
  readonly shapes?: string;
  readonly all?: boolean;
  readonly browser: boolean;
}

const flags: Flags = benchCommand(
  'bench:session',
  'Sends sessions of many sizes and shapes, judges them, asks for them and opens them in a browser.',
  'at most 1,000 spans',
)
  .option('--url <origin>', 'measure a running server instead of the program')
  .option('--sizes <numbers>', 'spans, separated by commas', positiveNumbers)
  .option('--shapes <names>', `of ${SESSION_SHAPES.join(', ')}`)
  .option('--all', 'every shape in every size; without it, odd shapes have 10,000 spans')
  .option('--no-browser', 'leave the browser out')
  .parse()
  .opts();

const SIZES = [10, 100, 1_000, 10_000, 100_000];
/** Size in which the odd shapes are sent. */
const ODD_SIZE = 10_000;
const API_ROUNDS = 5;
/** Fewer rounds where each takes seconds. */
const API_ROUNDS_MS = 5000;
const PROJECT = `bench-session-${Date.now()}`;
const SETTLE_PATIENCE_MS = 60_000;

const figures: Figure[] = [];
const notes: string[] = [];

function planned(): readonly (readonly [SessionShape, number])[] {
  const sizes = flags.sizes ?? SIZES.filter((size) => !flags.quick || size <= 1_000);
  const shapes = SESSION_SHAPES.filter((shape) => flags.shapes?.split(',').includes(shape) ?? true);
  const oddSize = flags.quick ? 1_000 : ODD_SIZE;
  const isWanted = (shape: SessionShape, size: number) =>
    shape === 'balanced' || flags.all || flags.sizes !== undefined || size === oddSize;
  return shapes.flatMap((shape) => sizes.filter((size) => isWanted(shape, size)).map((size) => [shape, size] as const));
}

interface ApiTimes {
  /** Right after sending, while nothing is settled. */
  readonly firstMs: number;
  readonly settledMs: number;
  readonly bytes: number;
}

async function measureApi(origin: string, { sessionId, runId }: ShapedSession): Promise<ApiTimes> {
  const address = `${origin}${apiPaths.session(PROJECT, sessionId)}`;
  const first = await timedGet(address);
  await untilSettled(`${origin}${apiPaths.run(PROJECT, runId)}`);
  const times: number[] = [];
  let last = first;
  for (const begin = performance.now(); times.length < API_ROUNDS && performance.now() - begin < API_ROUNDS_MS; ) {
    last = await timedGet(address);
    times.push(last.ms);
  }
  return { firstMs: first.ms, settledMs: latencyOf(times).p50, bytes: Buffer.byteLength(last.text) };
}

/** Every session here is a run of its own. */
async function untilSettled(run: string): Promise<void> {
  const deadline = Date.now() + SETTLE_PATIENCE_MS;
  while (Date.now() < deadline && !(await timedGet(run)).text.includes('"unsettledSessions":0')) await setTimeout(500);
}

async function timedGet(address: string): Promise<{ ms: number; text: string; ok: boolean }> {
  const start = performance.now();
  const response = await fetch(address);
  const text = await response.text();
  return { ms: performance.now() - start, text, ok: response.ok };
}

function addFigures(name: string, session: ShapedSession, auditMs: number, api: ApiTimes, sendSeconds: number): void {
  const size = session.count;
  figures.push(
    {
      what: `${name}: audit, processor time`,
      figure: auditMs,
      unit: 'ms',
      target: TARGETS.auditMs.get(size),
      more: { note: `${numberText((auditMs * 1000) / size)} µs a span` },
    },
    {
      what: `${name}: API, settled`,
      figure: api.settledMs,
      unit: 'ms',
      more: { note: `first time ${numberText(api.firstMs)} ms` },
    },
    {
      what: `${name}: skeleton`,
      figure: api.bytes / 1000,
      unit: 'kB',
      more: { note: `${numberText(api.bytes / size)} B a span; sent in ${numberText(sendSeconds)} s` },
    },
  );
}

function addPageFigures(name: string, size: number, use: PageUse): void {
  const ms = (what: string, figure: number, more: Figure['more'] = {}, target?: number) =>
    figures.push({ what: `${name}: ${what}`, figure, unit: 'ms', more, target });
  ms(
    'first row',
    use.firstRowMs,
    { note: `usable after ${numberText(use.usableMs)} ms` },
    TARGETS.firstRowMs.get(size),
  );
  ms('open all', use.openAllMs);
  const { p50, p95, max } = use.frames;
  const note = `p50 ${numberText(p50)}, max ${numberText(max)}`;
  ms('scrolling, frame p95', p95, { note }, size >= 1_000 ? TARGETS.frameMs : undefined);
  figures.push({
    what: `${name}: rows in the page`,
    figure: use.mountedRows,
    unit: '',
    target: TARGETS.mountedRows,
    more: { note: `heap ${numberText(use.heapMegabytes)} MB` },
  });
  ms('search', use.searchMs);
  if (use.nextBreakMs !== null) ms('next break', use.nextBreakMs);
}

async function measure(
  server: MeasuredServer,
  audit: MeasureAudit | null,
  browser: Browser | null,
  [shape, size]: readonly [SessionShape, number],
): Promise<void> {
  const name = `${shape} ${numberText(size)}`;
  const session = shapeSession(shape, size, Date.now());
  const auditMs = audit === null ? Number.NaN : audit(session.sessionId, session.spans.slice(0, size));
  const seconds = await postSpans(server.otlpOrigin, PROJECT, session.spans);
  await waitForQuiet(flags.quiet);
  const watch = await watchResources(server.pid);
  const api = await measureApi(server.origin, session);
  const skeleton = await timedGet(`${server.origin}${apiPaths.session(PROJECT, session.sessionId)}/skeleton`);
  addFigures(name, session, auditMs, api, seconds);
  if (skeleton.ok) {
    const figure = Buffer.byteLength(skeleton.text) / 1000;
    const note = `${numberText(skeleton.ms)} ms`;
    figures.push({ what: `${name}: skeleton alone`, figure, unit: 'kB', more: { note } });
  }
  if (browser !== null) {
    const use = await openSessionPage(browser, `${server.origin}${sessionPath(PROJECT, session.sessionId)}`);
    addPageFigures(name, size, use);
  }
  const { rssBytes } = await watch.stop();
  console.error(`${name}: API ${numberText(api.settledMs)} ms, server ${numberText(rssBytes / 1e6)} MB`);
}

const server =
  flags.url === undefined
    ? await runServer({ program: flags.program, databaseUrl: null, environment: { GRACE_SECONDS: '1' } })
    : serverAt(flags.url);
const browser = flags.browser ? await openBrowser() : null;
try {
  const audit = flags.url === undefined ? await openAudit(flags.program) : null;
  for (const [shape, size] of planned()) {
    await measure(server, audit, browser, [shape, size]).catch((error: unknown) => {
      notes.push(`${shape} ${size} failed: ${String(error)}`);
      process.exitCode = 1;
    });
  }
} finally {
  await browser?.close();
  await server.stop();
}
printReport({ title: 'Sessions', notes, figures }, flags.json);
