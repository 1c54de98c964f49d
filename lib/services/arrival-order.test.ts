import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../domain/json-text';
import type { Span } from '../domain/span';
import { decodeTraces } from '../otlp/decode-traces';
import { otlpEncodingOf } from '../otlp/otlp-encoding';
import { MemoryStore } from '../store/memory-store';
import { openStore } from '../store/open-store';
import type { Store } from '../store/store';
import { aContext } from '../testing/a-context';
import { encodeProtobuf } from '../testing/encode-protobuf';
import { emptyDatabase, newDatabase, type PostgresDatabase } from '../testing/postgres-database';
import { sendToHandlers } from '../testing/send-to-handlers';
import type { AppContext } from './context';
import { type RecordedRequest, readRecording } from './recorded-requests';
import { createSettler } from './settle-sessions';

/**
 * The promise of docs/adr/0005: the same spans and calls, in any order, in any batching, with verdicts asked for in
 * between, give the same report. Calls name their project here, because a client that names none is filed by what is
 * known when it calls.
 */

const ENGINES: readonly (readonly [name: string, runs: number, open: () => Promise<TestStore>])[] = [
  ['memory', 60, async () => ({ store: new MemoryStore(), remove: async () => undefined })],
  ['sqlite', 18, openSqlite],
  ['postgresql', 5, openPostgres],
];

interface TestStore {
  readonly store: Store;
  remove(): Promise<void>;
}

async function openSqlite(): Promise<TestStore> {
  const folder = await mkdtemp(join(tmpdir(), 'baggage-claim-'));
  const migrationsDir = join(aContext().packageFolder, 'prisma/migrations');
  const store = await openStore({ database: { engine: 'sqlite', file: join(folder, 'test.db') }, migrationsDir });
  return {
    store,
    async remove() {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

let database: Promise<PostgresDatabase> | undefined;

async function openPostgres(): Promise<TestStore> {
  database ??= newDatabase();
  await emptyDatabase(await database);
  const migrationsDir = join(aContext().packageFolder, 'prisma/postgres/migrations');
  const store = await openStore({ database: await database, migrationsDir });
  return { store, remove: () => store.close() };
}

const RECORDINGS = [
  'sdk-531c1bbf-evaluate-REGRESSED',
  'py151-evaluate-thread-and-error',
  'npm1042-evaluate-protobuf',
] as const;

interface Traffic {
  readonly spans: readonly Span[];
  readonly calls: readonly Request[];
}

async function trafficOf(name: string): Promise<Traffic> {
  const recorded = await readRecording(join(aContext().packageFolder, 'captures', `${name}.jsonl`));
  const isExport = ({ path }: RecordedRequest) => path.endsWith('/traces');
  const spans = recorded.filter(isExport).flatMap(({ body, headers }) => {
    const encoding = otlpEncodingOf(headers.get('content-type')) ?? 'protobuf';
    return decodeTraces(body, encoding).spans.map(({ span }) => span);
  });
  const calls = recorded.filter((request) => !isExport(request));
  return { spans, calls: calls.map(({ method, path, headers, body }) => aRequest(path, method, headers, body)) };
}

function aRequest(path: string, method: string, headers: Headers, body: Uint8Array<ArrayBuffer>): Request {
  const named = new Headers(headers);
  named.set('x-project', 'demo');
  return new Request(new URL(path, 'http://localhost'), { method, headers: named, body });
}

function exportOf(spans: readonly Span[]): Request {
  const headers = new Headers({ 'content-type': 'application/x-protobuf' });
  return aRequest('/v1/traces', 'POST', headers, new Uint8Array(encodeProtobuf(spans)));
}

/** `settle` stands for a person who looks, or a settle loop that comes by. */
type Step = Request | 'settle';

async function reportAfter(engine: TestStore, steps: readonly Step[]): Promise<string> {
  let now = Date.parse('2026-11-21T12:00:00Z');
  const ctx = aContext({ store: engine.store, now: () => new Date(now) });
  const send = sendToHandlers(ctx);
  for (const step of steps) {
    now += 1000;
    if (step === 'settle') await createSettler(ctx).settleDue();
    else expect((await send(step.clone())).status).toBe(200);
  }
  now += 3600_000;
  await createSettler(ctx).settleDue();
  return report(ctx);
}

/** Everything a person can see of the verdicts, without when and in how many steps it came. */
async function report(ctx: AppContext): Promise<string> {
  const project = await ctx.store.ensureProject('demo');
  const runs = await ctx.store.listRuns(project.id, { limit: 100, sort: 'name' });
  const lines: unknown[] = [];
  for (const { runId, name, status, datasetId, spans, attribution, custody, breaks } of runs.items) {
    lines.push({ runId, name, status, datasetId, spans, attribution, custody, breaks });
    const sessions = await ctx.store.listSessions(project.id, { limit: 100, runId });
    for (const { event, client, lastReceivedAt, revision, ...session } of sessions.items) {
      lines.push({ ...session, event: { ...event, start_time: 0 } });
    }
    lines.push(...(await ctx.store.findings(project.id, { runId }, 1000)));
  }
  return lines
    .map((line) => stringifyJson(line as never))
    .sort()
    .join('\n');
}

function shuffled<T>(items: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
}

/** The traffic in any order, its spans cut into requests anywhere, with looks in between. */
function anyArrival({ spans, calls }: Traffic): fc.Arbitrary<readonly Step[]> {
  const cuts = fc.array(fc.nat(spans.length), { maxLength: spans.length });
  return fc.tuple(shuffled(spans), cuts, fc.nat(3)).chain(([order, cuts, looks]) => {
    const bounds = [...new Set([0, ...cuts, spans.length])].sort((a, b) => a - b);
    const batches = bounds.slice(1).map((end, index) => exportOf(order.slice(bounds[index], end)));
    return shuffled<Step>([...batches, ...calls, ...Array.from({ length: looks }, () => 'settle' as const)]);
  });
}

describe.each(ENGINES)('in %s', (_name, numRuns, open) => {
  async function reportOn(steps: readonly Step[]): Promise<string> {
    const engine = await open();
    try {
      return await reportAfter(engine, steps);
    } finally {
      await engine.remove();
    }
  }

  it.each(RECORDINGS)(
    'the order and batching in which %s arrives changes nothing in the report',
    async (name) => {
      const traffic = await trafficOf(name);
      const expected = await reportOn([...traffic.calls, exportOf(traffic.spans)]);
      expect(expected).toContain('fingerprint');
      const arrivals = fc.asyncProperty(anyArrival(traffic), async (steps) => {
        expect(await reportOn(steps)).toBe(expected);
      });
      await fc.assert(arrivals, { numRuns });
    },
    120_000,
  );
});
