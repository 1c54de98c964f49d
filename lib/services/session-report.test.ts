import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { SessionDetail, SessionSummary, SpanSearch } from '../contracts/sessions';
import { sessionDetailSchema, sessionSummarySchema, spanSearchSchema } from '../contracts/sessions';
import { skeletonSchema } from '../contracts/skeleton';
import { aContext } from '../testing/a-context';
import { callApi } from '../testing/call-api';
import { sendToHandlers } from '../testing/send-to-handlers';
import { decodeSkeleton } from '../trace/skeleton';
import type { AppContext } from './context';
import { loadSample } from './load-sample';
import { searchSession } from './search-session';

const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';
const PATH = `/api/projects/demo/sessions/${SESSION}`;

let ctx: AppContext;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-11-21T12:00:00Z');
  ctx = aContext({ now: () => now });
  await loadSample(ctx, sendToHandlers(ctx));
});

async function get<T>(path: string, init?: RequestInit): Promise<T> {
  const response = await callApi(ctx, path, init);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** Changes the session by an update of its own record. */
async function touch(): Promise<void> {
  const change = { method: 'PUT', body: '{"metrics": {"late": 1}}', headers: { 'content-type': 'application/json' } };
  await sendToHandlers(ctx)(new Request(`http://localhost/v1/events/${SESSION}`, change));
}

describe('the three views of a session', () => {
  test('hold to their contracts and agree', async () => {
    const detail = sessionDetailSchema.parse(await get<SessionDetail>(PATH));
    const summary = sessionSummarySchema.parse(await get<SessionSummary>(`${PATH}/summary`));
    const skeleton = skeletonSchema.parse(await get(`${PATH}/skeleton`));
    expect(detail.spans.length).toBeGreaterThan(0);
    expect([...decodeSkeleton(skeleton)]).toEqual(detail.spans);
    expect(summary.version).toBe(skeleton.version);
    expect(summary.findingCount).toBe(detail.findings.length);
    expect(summary.findings.map(({ title }) => title)).toEqual(detail.findings.map(({ title }) => title));
    expect(summary.tree).toMatchObject({ spans: detail.spans.length, breaks: 1, problems: detail.spans.length });
    expect(summary.firstBreak).toEqual({
      name: detail.findings[0]?.span?.name,
      keys: detail.findings[0]?.keys,
      size: detail.spans.length,
    });
    const { spans, findings, ...head } = detail;
    expect(summary).toMatchObject(head);
  });

  test.each(['', '/summary', '/skeleton', '/search?q=any'])(
    '%s of a session that nobody knows is 404',
    async (view) => {
      expect((await callApi(ctx, `/api/projects/demo/sessions/nobody${view}`)).status).toBe(404);
      expect((await callApi(ctx, `/api/projects/nobody/sessions/${SESSION}${view}`)).status).toBe(404);
    },
  );
});

describe('the skeleton', () => {
  test('is sent packed to who asks for that, and is the same', async () => {
    const packed = await callApi(ctx, `${PATH}/skeleton`, { headers: { accept: 'application/gzip' } });
    expect(packed.headers.get('content-type')).toBe('application/gzip');
    const unpacked = JSON.parse(gunzipSync(Buffer.from(await packed.arrayBuffer())).toString());
    expect(unpacked).toEqual(await get(`${PATH}/skeleton`));
  });

  test('is not sent again until the session changes', async () => {
    const first = await callApi(ctx, `${PATH}/skeleton`);
    const etag = first.headers.get('etag') ?? '';
    const ask = () => callApi(ctx, `${PATH}/skeleton`, { headers: { 'if-none-match': `"other", ${etag}` } });
    expect((await ask()).status).toBe(304);
    await touch();
    expect((await ask()).status).toBe(200);
  });
});

describe('a session that was judged', () => {
  test('is not judged again for its other views and its spans', async () => {
    const { spans } = await get<SessionDetail>(PATH);
    const read = vi.spyOn(ctx.store, 'auditMaterial');
    await get(`${PATH}/summary`);
    await get(`${PATH}/skeleton`);
    for (const { spanId, traceId } of spans) await get(`${PATH}/spans/${spanId}?trace=${traceId}`);
    expect(read).not.toHaveBeenCalled();
  });

  test('is judged once for several who ask at a time', async () => {
    const read = vi.spyOn(ctx.store, 'auditMaterial');
    await Promise.all([get(PATH), get(`${PATH}/summary`), get(`${PATH}/skeleton`)]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('is judged again after a change, under another contract, and when its grace time is over', async () => {
    const first = await get<SessionSummary>(`${PATH}/summary`);
    // An ordinary session of no run: nothing but time settles it.
    const span = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), name: 'alone', kind: 1 };
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [{ ...span, ...TIMES }] }] }] });
    const headers = { 'content-type': 'application/json', 'x-project': 'demo' };
    await sendToHandlers(ctx)(new Request('http://localhost/v1/traces', { method: 'POST', body, headers }));
    const alone = `/api/projects/demo/sessions/${span.traceId}/summary`;
    expect((await get<SessionSummary>(alone)).settled).toBe(false);
    now = new Date(now.getTime() + ctx.config.graceMs);
    expect((await get<SessionSummary>(alone)).settled).toBe(true);

    await touch();
    const second = await get<SessionSummary>(`${PATH}/summary`);
    expect(second.scores).toHaveProperty('late');
    await ctx.store.updateProject('demo', { contract: 'route-only' });
    const third = await get<SessionSummary>(`${PATH}/summary`);
    expect(third.contract).toBe('route-only');
    expect(new Set([first.version, second.version, third.version]).size).toBe(3);
  });
});

const TIMES = { startTimeUnixNano: '1795242740000000000', endTimeUnixNano: '1795242740500000000' };

describe('the search in keys and values', () => {
  const search = (q: string) => get<SpanSearch>(`${PATH}/search?q=${encodeURIComponent(q)}`);

  test('finds spans by keys and values, in any case', async () => {
    const { spans } = await get<SessionDetail>(PATH);
    const byKey = spanSearchSchema.parse(await search('HoneyHive.Session_ID'));
    expect(byKey).toMatchObject({ matched: spans.length, searched: spans.length, cut: false });
    expect(byKey.found.flatMap(({ spanIds }) => spanIds).sort()).toEqual(spans.map(({ spanId }) => spanId).sort());
    expect((await search(SESSION.toUpperCase())).matched).toBe(spans.length);
  });

  test('takes a text, not a pattern', async () => {
    expect((await search('.*')).matched).toBe(0);
    expect((await search('100%_')).matched).toBe(0);
  });

  test('refuses a text too short to mean anything', async () => {
    expect((await callApi(ctx, `${PATH}/search?q=a`)).status).toBe(400);
    expect((await callApi(ctx, `${PATH}/search`)).status).toBe(400);
  });

  test('ends when nobody waits for it any more', async () => {
    const found = await searchSession(ctx, 'demo', SESSION, 'honeyhive', AbortSignal.abort());
    expect(found).toMatchObject({ matched: 0, searched: 0, cut: true });
  });
});
