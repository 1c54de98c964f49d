import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../store/open-store';
import { aContext } from '../testing/a-context';
import { attributesOf } from '../testing/a-span';
import { callApi } from '../testing/call-api';
import { captureNames } from '../testing/read-capture';
import { sendToHandlers } from '../testing/send-to-handlers';
import type { AppContext } from './context';
import { deleteRun } from './delete-run';
import { deleteSession } from './delete-session';
import { readRecording } from './recorded-requests';
import { createSettler } from './settle-sessions';

const folder = mkdtempSync(join(tmpdir(), 'baggage-claim-delete-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
async function onSqlite(): Promise<{ readonly ctx: AppContext; readonly file: string }> {
  const file = join(folder, `${files++}.db`);
  const store = await openStore({ database: { engine: 'sqlite', file }, migrationsDir: 'prisma/migrations' });
  return { ctx: aContext({ store }), file };
}

interface SentSpan {
  readonly sessionId: string;
  readonly spanId: string;
  readonly runId?: string;
  readonly text: string;
}

async function send(ctx: AppContext, spans: readonly SentSpan[], { gzip = false } = {}): Promise<void> {
  const otlp = spans.map(({ sessionId, spanId, runId, text }) => ({
    traceId: Buffer.from(sessionId).toString('hex').padStart(32, 'a').slice(-32),
    spanId,
    name: `name ${text}`,
    startTimeUnixNano: '1760000000000000001',
    endTimeUnixNano: '1760000000000000009',
    attributes: attributesOf({
      'honeyhive.session_id': sessionId,
      ...(runId === undefined ? {} : { 'honeyhive_metadata.run_id': runId }),
      'honeyhive_inputs.question': text,
    }).map(({ key, value }) => ({ key, value: { stringValue: value } })),
  }));
  const body = Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: otlp }] }] }));
  await post(ctx, '/v1/traces', gzip ? gzipSync(body) : body, gzip ? { 'content-encoding': 'gzip' } : {});
}

async function post(
  ctx: AppContext,
  path: string,
  body: Uint8Array<ArrayBuffer> | string,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<void> {
  const init = { method, body, headers: { 'content-type': 'application/json', 'x-project': 'demo', ...headers } };
  const response = await sendToHandlers(ctx)(new Request(new URL(path, 'http://localhost:3000'), init));
  expect(response.status).toBe(200);
}

/** All bytes of the database, its log included. */
function bytesOf(file: string): Buffer {
  const names = readdirSync(folder).filter((name) => join(folder, name).startsWith(file));
  return Buffer.concat(names.map((name) => readFileSync(join(folder, name))));
}

const spanId = (number: number) => (number + 1).toString(16).padStart(16, '0');
const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

describe('a deleted session', () => {
  test('is in none of the bytes of the database, whatever way it came in', async () => {
    const { ctx, file } = await onSqlite();
    const secret = (kind: string) => `planted-${kind}-${randomBytes(8).toString('hex')}`;
    const gone = uuid(7);
    const secrets = ['span', 'start', 'update', 'event', 'repeated', 'gzip', 'large'].map(secret);
    const [span = '', start = '', update = '', event = '', repeated = '', gzip = '', large = ''] = secrets;
    await post(
      ctx,
      '/session/start',
      JSON.stringify({ session: { session_id: gone, session_name: start, metadata: { run_id: 'run-1' } } }),
    );
    for (let i = 0; i < 300; i++) {
      await send(ctx, [{ sessionId: uuid(1000 + ((i * 37) % 300)), spanId: spanId(i), text: `other ${i}` }]);
      if (i % 100 !== 50) continue;
      const own = { sessionId: gone, spanId: spanId(1000 + i), runId: 'run-1', text: span };
      const other = { sessionId: uuid(1), spanId: spanId(2000 + i), runId: 'run-1', text: 'stays' };
      await send(ctx, [own, other]);
      await send(ctx, [{ ...own, text: repeated }, other]);
      await send(
        ctx,
        [
          { ...own, spanId: spanId(3000 + i), text: gzip },
          { ...other, spanId: spanId(4000 + i) },
        ],
        { gzip: true },
      );
      await send(ctx, [{ ...own, spanId: spanId(5000 + i), text: `${large} ${randomBytes(4000).toString('hex')}` }]);
    }
    const events = JSON.stringify({ event: { event_type: 'tool', session_id: gone, inputs: { event } } });
    await post(ctx, '/events', events);
    await post(ctx, '/events', JSON.stringify({ event_id: gone, feedback: { update } }), {}, 'PUT');
    await post(ctx, '/runs/run-1', JSON.stringify({ event_ids: [gone, uuid(1)], status: 'completed' }), {}, 'PUT');
    await createSettler(ctx).settleDue();
    for (const text of [gone, span, start, update, event]) expect(bytesOf(file).includes(text), text).toBe(true);

    await deleteSession(ctx, 'demo', gone);
    await createSettler(ctx).settleDue();
    await ctx.store.purge();
    const left = bytesOf(file);
    for (const text of [gone, ...secrets, Buffer.from(gone.replaceAll('-', ''), 'hex')]) {
      expect(left.includes(text), String(text)).toBe(false);
    }
    const { id } = await ctx.store.ensureProject('demo');
    for await (const { event: kept, facts } of ctx.store.sessionEvidence(id, uuid(1))) {
      expect(kept.inputs).toEqual({ question: 'stays' });
      const path = `/api/projects/demo/sessions/${uuid(1)}/spans/${facts.spanId}`;
      const shown = await (await callApi(ctx, path)).text();
      expect(shown).toContain('stays');
      for (const text of secrets) expect(shown).not.toContain(text);
    }
    await ctx.store.close();
  });
});

/** What the API says of a project. */
async function report(ctx: AppContext, project: string) {
  const get = async (path: string) => (await callApi(ctx, `/api/projects/${project}/${path}`)).json();
  await createSettler(ctx).settleDue();
  const { runs } = (await get('runs')) as { runs: { runId: string }[] };
  const details = await Promise.all(runs.map(({ runId }) => get(`runs/${runId}`)));
  const datapoints = await Promise.all(runs.map(({ runId }) => get(`runs/${runId}/datapoints`)));
  return { runs, details, datapoints, sessions: await get('sessions') };
}

async function replay(ctx: AppContext, name: string): Promise<void> {
  for (const { method, path, headers, body } of await readRecording(`captures/${name}.jsonl`)) {
    const request = new Request(new URL(path, 'http://localhost:3000'), { method, headers, body });
    await sendToHandlers(ctx)(request);
  }
}

const RECORDINGS = captureNames();
const contexts = [
  ['memory', async () => aContext()],
  ['SQLite', async () => (await onSqlite()).ctx],
] as const;

describe.each(contexts)('deleting (%s)', (_, open) => {
  test('a run leaves a project as if it had never been received', async () => {
    const [kept = '', gone = ''] = RECORDINGS.filter((name) => name.startsWith('sdk-'));
    const [never, both] = [await open(), await open()];
    await replay(never, kept);
    const [{ name: project = '' } = {}] = await never.store.listProjects();
    const { id } = await never.store.ensureProject(project);
    const [keptRun] = (await never.store.listRuns(id, { limit: 10 })).items;
    await replay(both, kept);
    await replay(both, gone);
    const ownId = (await both.store.ensureProject(project)).id;
    const runs = (await both.store.listRuns(ownId, { limit: 10 })).items;
    const goneRun = runs.find(({ runId }) => runId !== keptRun?.runId);
    expect(runs).toHaveLength(2);
    expect(await deleteRun(both, project, goneRun?.runId ?? '')).toBeNull();
    expect(await report(both, project)).toEqual(await report(never, project));
    for (const kind of ['run', 'session']) {
      const id = kind === 'run' ? goneRun?.runId : goneRun?.eventIds[0];
      expect((await callApi(both, `/r/${kind}/${id}`)).status).toBe(404);
    }
    await expect(deleteRun(both, project, goneRun?.runId ?? '')).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each(RECORDINGS)('one session of %s leaves counts that add up', async (name) => {
    const ctx = await open();
    await replay(ctx, name);
    for (const { id, name: project } of await ctx.store.listProjects()) {
      for (let left = (await ctx.store.listSessions(id, { limit: 100 })).items; left.length > 0; ) {
        const [first, ...others] = left;
        await deleteSession(ctx, project, first?.sessionId ?? '');
        const { runs, details, datapoints } = await report(ctx, project);
        left = (await ctx.store.listSessions(id, { limit: 100 })).items;
        expect(left.map(({ sessionId }) => sessionId).sort()).toEqual(others.map(({ sessionId }) => sessionId).sort());
        const inRuns = left.filter(({ runId }) => runId !== null);
        const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
        expect(sum(runs.map((run) => (run as unknown as { spans: number }).spans))).toBe(
          sum(inRuns.map(({ spanCount }) => spanCount)),
        );
        expect(sum(details.map((run) => (run as { findingCount: number }).findingCount))).toBe(
          sum(inRuns.map(({ findingCount }) => findingCount)),
        );
        expect(datapoints.flatMap((page) => (page as { datapoints: unknown[] }).datapoints)).toHaveLength(
          inRuns.length,
        );
        expect(JSON.stringify([runs, details, datapoints])).not.toContain(first?.sessionId);
        for (const { sessionId } of left) {
          for await (const { body, ordinal } of ctx.store.sessionEvidence(id, sessionId)) {
            expect(body.bytes.byteLength).toBeGreaterThan(ordinal);
          }
        }
      }
    }
  });

  test('is refused while a client keeps sending', async () => {
    const ctx = await open();
    await send(ctx, [{ sessionId: uuid(1), spanId: spanId(0), text: 'x' }]);
    const { eraseSessions } = ctx.store;
    let more = 1;
    ctx.store.eraseSessions = async (...args) => {
      await send(ctx, [{ sessionId: uuid(1), spanId: spanId(more++), text: 'y' }]);
      return eraseSessions(...args);
    };
    await expect(deleteSession(ctx, 'demo', uuid(1))).rejects.toMatchObject({ code: 'conflict' });
    expect((await callApi(ctx, `/api/projects/demo/sessions/${uuid(1)}`, { method: 'DELETE' })).status).toBe(409);
    ctx.store.eraseSessions = eraseSessions;
    expect((await callApi(ctx, `/api/projects/demo/sessions/${uuid(1)}`, { method: 'DELETE' })).status).toBe(204);
    expect((await callApi(ctx, `/api/projects/demo/sessions/${uuid(1)}`, { method: 'DELETE' })).status).toBe(404);
  });

  test('a long run takes several requests, each of which says how much is left', async () => {
    const ctx = await open();
    for (let i = 0; i < 120; i++) {
      await send(ctx, [{ sessionId: uuid(i), spanId: spanId(i), runId: 'run-1', text: 'x' }]);
    }
    expect(await deleteRun(ctx, 'demo', 'run-1', 0)).toEqual({ sessionsLeft: 120 });
    expect(await deleteRun(ctx, 'demo', 'run-1', 1)).toEqual({ sessionsLeft: 70 });
    expect((await callApi(ctx, '/api/projects/demo/runs/run-1', { method: 'DELETE' })).status).toBe(204);
    expect(await report(ctx, 'demo')).toMatchObject({ runs: [], sessions: { sessions: [] } });
  });
});
