import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { GET as openPage } from '@/app/s/[token]/route';
import { problemSchema } from '@/lib/contracts/common';
import { EXPORT_FORMATS } from '@/lib/contracts/compare';
import {
  type SnapshotLink,
  sharedSnapshotSchema,
  snapshotLinkSchema,
  snapshotListSchema,
  snapshotPreviewResultSchema,
  snapshotSchema,
} from '@/lib/contracts/snapshots';
import { apiPaths, sharedPath } from '@/lib/query/paths';
import { compareRuns } from '@/lib/services/compare-runs';
import type { AppContext } from '@/lib/services/context';
import { loadSample } from '@/lib/services/load-sample';
import { aContext } from '@/lib/testing/a-context';
import { callApi } from '@/lib/testing/call-api';
import { sendRun } from '@/lib/testing/send-run';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

const FIXED = '659ef565-f0fd-41e5-b717-9def4feb53e2';
const DAY_MS = 86_400_000;
const START = new Date('2026-11-21T12:00:00Z');

let now: Date;
let ctx: AppContext;
/** The run that lost its ids; the fixed one is its baseline here. */
let REGRESSED: string;

beforeEach(async () => {
  now = START;
  ctx = aContext({ now: () => now });
  const { runs } = await loadSample(ctx, sendToHandlers(ctx));
  REGRESSED = runs.find((run) => run !== FIXED) ?? '';
});
afterEach(() => vi.unstubAllGlobals());

function sending(method: string, body: unknown): RequestInit {
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

async function answer<S extends z.ZodObject>(path: string, schema: S, init?: RequestInit): Promise<z.output<S>> {
  const response = await callApi(ctx, path, init);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return schema.strict().parse(body) as z.output<S>;
}

async function refusal(path: string, init?: RequestInit): Promise<z.output<typeof problemSchema>> {
  const response = await callApi(ctx, path, init);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return problemSchema.strict().parse(await response.json());
}

/** Freezes the regression of the sample, unless other runs are given. */
function share(wish: object = {}): Promise<SnapshotLink> {
  const body = { base: FIXED, run: REGRESSED, ...wish };
  return answer(apiPaths.snapshots('demo'), snapshotLinkSchema, sending('POST', body));
}

const open = (token: string) => answer(apiPaths.shared(token), sharedSnapshotSchema);
const listed = async () => (await answer(apiPaths.snapshots('demo'), snapshotListSchema)).snapshots;
const statusOf = async (path: string, init?: RequestInit) => (await callApi(ctx, path, init)).status;

interface SentSpan {
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Sends spans of one trace. */
async function sendSpans(sent: readonly SentSpan[]): Promise<void> {
  const spans = sent.map((span) => ({
    ...span,
    traceId: 'f'.repeat(32),
    startTimeUnixNano: '1760000000000000001',
    endTimeUnixNano: '1760000000005000000',
    attributes: Object.entries(span.attributes).map(([key, value]) => ({ key, value: { stringValue: value } })),
  }));
  const init = sending('POST', { resourceSpans: [{ scopeSpans: [{ spans }] }] });
  const headers = { 'content-type': 'application/json', 'x-project': 'demo' };
  const request = new Request('http://localhost:3000/v1/traces', { ...init, headers });
  expect((await sendToHandlers(ctx)(request)).status).toBe(200);
}

/** Everything the store keeps of a link. */
async function kept(token: string) {
  return ctx.store.snapshotByToken(new Uint8Array(createHash('sha256').update(token).digest()));
}

describe('a shared comparison', () => {
  test('reads as the live one did when it was frozen', async () => {
    const link = await share();
    expect(link.url).toBe(`http://localhost:3000/s/${link.token}`);
    expect(link.token).toMatch(/^[\w-]{43}$/);
    expect(link).toMatchObject({ base: FIXED, run: REGRESSED, state: 'live', views: 0 });
    expect(link.expiresAt).toBe('2026-11-28T12:00:00.000Z');
    expect(link.title).toContain('run_id, dataset_id and datapoint_id');

    const { contents, changed } = await open(link.token);
    const live = await compareRuns(ctx, 'demo', { base: FIXED, run: REGRESSED });
    expect(contents.comparison.sentence).toBe(live.sentence);
    expect(contents.comparison.rows).toEqual(live.rows);
    expect(contents.comparison).toMatchObject({ verdict: 'regressed', keys: live.keys });
    expect(contents.findings.length).toBe(contents.findingCount);
    expect(contents.tree.nodes.length).toBeGreaterThan(0);
    expect(contents.datapointCount).toBe(contents.datapoints.length);
    expect(contents.inputsHash).toMatch(/^[0-9a-f]{64}$/);
    expect(changed).toMatchObject({ state: 'same' });
  });

  test('shows what was sent and stored where the key is missing, and where it was good', async () => {
    const { contents } = await open((await share()).token);
    const bad = contents.exemplars.find(({ side }) => side === 'run');
    const ids = ['run_id', 'dataset_id', 'datapoint_id'];
    expect(bad?.values).toEqual(ids.map((key) => ({ key, sent: null, stored: [] })));
    const good = contents.exemplars.find(({ side, text }) => side === 'base' && text === bad?.text);
    const value = JSON.stringify(FIXED);
    expect(good?.values).toContainEqual(
      expect.objectContaining({ sent: value, stored: expect.arrayContaining([expect.objectContaining({ value })]) }),
    );
    // Every span once: four places, each in both runs.
    expect(new Set(contents.exemplars.map(({ spanId }) => spanId)).size).toBe(8);
    expect(contents.exemplars.length).toBe(8);
  });

  test('is the same for equal data: equal inputs have equal hashes, others have not', async () => {
    const hashes = [];
    for (const wish of [{}, { title: 'again' }, { base: REGRESSED, run: FIXED }]) {
      hashes.push((await open((await share(wish)).token)).contents.inputsHash);
    }
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  test.each(EXPORT_FORMATS)('is exported as %s, live and by its link, under a name that is safe', async (format) => {
    const { token } = await share({ title: '../../etc/"x"\r\nset-cookie: a=b; ünïcode 🧳' });
    const live = await callApi(ctx, apiPaths.compareExport('demo', { base: FIXED, run: REGRESSED, format }));
    const frozen = await callApi(ctx, apiPaths.sharedExport(token, { format }));
    for (const response of [live, frozen]) {
      expect(response.status).toBe(200);
      expect(response.headers.get('content-disposition')).toMatch(
        /^attachment; filename="[A-Za-z0-9][A-Za-z0-9.-]{0,160}"$/,
      );
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect((await response.text()).length).toBeGreaterThan(200);
    }
    expect(frozen.headers.get('x-robots-tag')).toBe('noindex');
  });

  test('is refused in a format that there is not, and for runs that there are not', async () => {
    const { token } = await share();
    expect(await refusal(apiPaths.sharedExport(token, { format: 'pdf' }))).toMatchObject({ status: 400 });
    const unknown = { base: FIXED, run: 'r0' };
    expect(await refusal(apiPaths.snapshots('demo'), sending('POST', unknown))).toMatchObject({ status: 404 });
    expect(await refusal(apiPaths.snapshots('nowhere'), sending('POST', unknown))).toMatchObject({ status: 404 });
    expect(await refusal(apiPaths.compareExport('demo', { ...unknown, format: 'json' }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(apiPaths.snapshots('demo'), sending('POST', { base: FIXED }))).toMatchObject({ status: 400 });
  });
});

describe('its page', () => {
  const page = async (token: string, init?: RequestInit) => callApi(ctx, sharedPath(token), init);

  test('is text without any script, for those who have the link only', async () => {
    const { token } = await share({ title: '<script>alert(1)</script>' });
    const response = await page(token);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-robots-tag')).toBe('noindex');
    const html = await response.text();
    expect(html).not.toMatch(/<script/i);
    expect(html).toContain('&lt;script');
    expect(html).toContain((await open(token)).contents.comparison.sentence);
  });

  test('counts who opens it; neither the API nor the picture nor a HEAD request is an opening', async () => {
    const { token } = await share();
    now = new Date(START.getTime() + 5000);
    await page(token);
    await page(token);
    await open(token);
    await callApi(ctx, `${sharedPath(token)}/preview.png`);
    await callApi(ctx, apiPaths.sharedExport(token, { format: 'markdown' }));
    // As Next answers a HEAD request.
    const head = new Request(`http://localhost:3000${sharedPath(token)}`, { method: 'HEAD' });
    expect((await openPage(head, { params: Promise.resolve({ token }) })).status).toBe(200);
    expect(await listed()).toMatchObject([{ views: 2, lastViewedAt: now.toISOString() }]);
  });

  test('says of a link that is gone why, and nothing of what it showed', async () => {
    const texts = new Set<string>();
    for (const end of ['unknown', 'expired', 'revoked', 'erased']) {
      now = START;
      const { token, id } = await share({ title: 'Planted title', expiresInDays: 1 });
      if (end === 'expired') now = new Date(START.getTime() + DAY_MS);
      if (end === 'revoked') await callApi(ctx, apiPaths.snapshot('demo', id), { method: 'DELETE' });
      if (end === 'erased') await callApi(ctx, apiPaths.run('demo', REGRESSED), { method: 'DELETE' });
      const response = await page(end === 'unknown' ? `${token}x` : token);
      expect(response.status).toBe(end === 'unknown' ? 404 : 410);
      expect(response.headers.get('x-robots-tag')).toBe('noindex');
      const html = await response.text();
      for (const secret of ['Planted title', 'run_id', REGRESSED, FIXED]) expect(html).not.toContain(secret);
      texts.add(html);
    }
    expect(texts.size).toBe(4);
  });

  test('has a picture for chats that is drawn without asking the internet for anything', async () => {
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new Error('no network')));
    await sendRun(ctx, { runId: 'hostile', name: '🧳 日本 مرحبا <b>&amp; \u202e\0 '.repeat(50), faults: [true, true] });
    const { token, id } = await share({ run: 'hostile' });
    const path = `${sharedPath(token)}/preview.png`;
    const response = await callApi(ctx, path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    const png = new DataView(await response.arrayBuffer());
    expect(png.getUint32(0)).toBe(0x89504e47);
    expect([png.getUint32(16), png.getUint32(20)]).toEqual([1200, 630]);
    expect(fetch).not.toHaveBeenCalled();
    await callApi(ctx, apiPaths.snapshot('demo', id), { method: 'DELETE' });
    expect(await statusOf(path)).toBe(410);
    expect(await statusOf(`${sharedPath('x')}/preview.png`)).toBe(404);
  });
});

describe('the life of a link', () => {
  test('it is renamed, and reads under its new name', async () => {
    const { id, token } = await share();
    const patched = await answer(apiPaths.snapshot('demo', id), snapshotSchema, sending('PATCH', { title: 'Nightly' }));
    expect(patched).toMatchObject({ id, title: 'Nightly', expiresAt: '2026-11-28T12:00:00.000Z' });
    expect((await open(token)).contents.title).toBe('Nightly');
    for (const body of [{}, { title: '' }, { expiresInDays: 0 }, { views: 7 }]) {
      expect(await refusal(apiPaths.snapshot('demo', id), sending('PATCH', body))).toMatchObject({ status: 400 });
    }
  });

  test('it expires to the second, and a later expiry makes it work again', async () => {
    const { id, token } = await share({ expiresInDays: 1 });
    now = new Date(START.getTime() + DAY_MS - 1);
    expect(await statusOf(apiPaths.shared(token))).toBe(200);
    now = new Date(START.getTime() + DAY_MS);
    const { status, detail } = await refusal(apiPaths.shared(token));
    expect(status).toBe(410);
    expect(detail).toContain('expired');
    expect(await refusal(apiPaths.sharedExport(token, { format: 'json' }))).toMatchObject({ status: 410 });
    expect(await refusal(apiPaths.snapshotLink('demo', id), { method: 'POST' })).toMatchObject({ status: 410 });
    expect(await listed()).toMatchObject([{ state: 'expired' }]);

    const body = { expiresInDays: null };
    expect(await answer(apiPaths.snapshot('demo', id), snapshotSchema, sending('PATCH', body))).toMatchObject({
      state: 'live',
      expiresAt: null,
    });
    now = new Date(START.getTime() + 3650 * DAY_MS);
    expect(await statusOf(apiPaths.shared(token))).toBe(200);
  });

  test.each([
    ['by those who manage it', (link: SnapshotLink) => apiPaths.snapshot('demo', link.id)],
    ['by whoever has it', (link: SnapshotLink) => apiPaths.shared(link.token)],
  ])('it is revoked %s: at once, for good, and again is no error', async (_who, pathOf) => {
    const link = await share();
    for (let i = 0; i < 2; i++) expect(await statusOf(pathOf(link), { method: 'DELETE' })).toBe(204);
    const { status, detail } = await refusal(apiPaths.shared(link.token));
    expect(status).toBe(410);
    expect(detail).toContain('revoked');
    expect(await statusOf(sharedPath(link.token))).toBe(410);
    const patch = sending('PATCH', { expiresInDays: 30 });
    expect(await refusal(apiPaths.snapshot('demo', link.id), patch)).toMatchObject({ status: 410 });
    expect(await refusal(apiPaths.snapshotLink('demo', link.id), { method: 'POST' })).toMatchObject({ status: 410 });
    expect(await listed()).toMatchObject([{ state: 'revoked' }]);
  });

  test('a new link takes the place of the old one', async () => {
    const old = await share();
    const renewed = await answer(apiPaths.snapshotLink('demo', old.id), snapshotLinkSchema, { method: 'POST' });
    expect(renewed).toMatchObject({ id: old.id, title: old.title, url: `http://localhost:3000/s/${renewed.token}` });
    expect(renewed.token).not.toBe(old.token);
    expect(await statusOf(apiPaths.shared(old.token))).toBe(404);
    expect((await open(renewed.token)).contents.title).toBe(old.title);
  });

  test('only the hash of its token is kept, and it is told once', async () => {
    const { token, id } = await share();
    const snapshot = await kept(token);
    expect(snapshot?.id).toBe(id);
    const everything = JSON.stringify([snapshot, await ctx.store.listSnapshots(1, { limit: 10 }), await listed()]);
    expect(everything).not.toContain(token);
  });

  test('links are listed newest first, page by page', async () => {
    const ids = [];
    for (let i = 0; i < 3; i++) {
      now = new Date(START.getTime() + i * 1000);
      ids.unshift((await share({ title: `link ${i}` })).id);
    }
    const first = await answer(apiPaths.snapshots('demo', { limit: 2 }), snapshotListSchema);
    const rest = await answer(apiPaths.snapshots('demo', { limit: 2, cursor: first.nextCursor }), snapshotListSchema);
    expect([...first.snapshots, ...rest.snapshots].map(({ id }) => id)).toEqual(ids);
    expect(rest.nextCursor).toBeNull();
    expect(await refusal(apiPaths.snapshots('demo', { cursor: 'x' }))).toMatchObject({ status: 400 });
  });

  test('a snapshot of another project is not found by its id', async () => {
    const { id } = await share();
    await ctx.store.ensureProject('other');
    for (const method of ['PATCH', 'DELETE']) {
      const init = sending(method, { title: 'mine' });
      expect(await refusal(apiPaths.snapshot('other', id), init)).toMatchObject({ status: 404 });
    }
    expect(await listed()).toMatchObject([{ id, state: 'live' }]);
  });
});

describe('a token that is none', () => {
  test('is answered like one that was: nothing is learned by trying', async () => {
    const { token } = await share();
    const problems = new Set<string>();
    const pages = new Set<string>();
    const wrong = [
      'x',
      '.',
      '~',
      `${token}=`,
      token.slice(1),
      token.toUpperCase(),
      '__proto__',
      '日本',
      'a'.repeat(5000),
    ];
    for (const guess of wrong) {
      const response = await callApi(ctx, apiPaths.shared(guess));
      expect([guess, response.status]).toEqual([guess, 404]);
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      problems.add(await response.text());
      pages.add(await (await callApi(ctx, sharedPath(guess))).text());
      expect(await statusOf(apiPaths.shared(guess), { method: 'DELETE' })).toBe(404);
      expect(await statusOf(apiPaths.sharedExport(guess, { format: 'json' }))).toBe(404);
    }
    expect([problems.size, pages.size]).toEqual([1, 1]);
  });

  test('whatever it is made of, it is unknown and nothing breaks', async () => {
    await share();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), async (guess) => {
        expect(await statusOf(apiPaths.shared(guess))).toBe(404);
        expect(await statusOf(sharedPath(guess))).toBe(404);
      }),
    );
  });
});

describe('what must not be shown', () => {
  const SECRET = 'sk-proj-4Zr8T1x0Qw9Lm3Nb7Vc5Xa2Hs6Jd1Kf0';
  const NAME = 'Ada Lovelace';

  beforeEach(async () => {
    // Keys that this backend, asked to, stores elsewhere than the contract wants: so they are shown as examples.
    const attributes = { honeyhive_error: `Denied for ${SECRET}`, 'honeyhive.inputs.customer': NAME };
    await sendRun(ctx, { runId: 'before', dataset: 'ds', faults: [false, false], attributes });
    await ctx.store.updateProject('demo', { routing: 'staging' });
    await sendRun(ctx, { runId: 'after', dataset: 'ds', faults: [true, true], attributes });
  });
  const wish = { base: 'before', run: 'after' };

  test('secrets are replaced unasked, in what is kept and in every export', async () => {
    const { token } = await share(wish);
    const contents = (await kept(token))?.contents;
    expect(contents).toContain('Denied for [redacted');
    expect(contents).not.toContain(SECRET);
    for (const format of EXPORT_FORMATS) {
      for (const path of [
        apiPaths.compareExport('demo', { ...wish, format }),
        apiPaths.sharedExport(token, { format }),
      ]) {
        expect(await (await callApi(ctx, path)).text()).not.toContain(SECRET);
      }
    }
  });

  test('values of named keys are replaced, and a preview says which without keeping anything', async () => {
    const shown = JSON.stringify((await open((await share(wish)).token)).contents);
    expect(shown).toContain(NAME);
    const before = await listed();
    const body = { ...wish, redact: ['inputs.customer'] };
    const preview = await answer(apiPaths.snapshotPreview('demo'), snapshotPreviewResultSchema, sending('POST', body));
    expect(JSON.stringify(preview)).not.toContain(NAME);
    expect(preview.replaced.length).toBeGreaterThan(0);
    expect(preview.contents.redaction).toMatchObject({ patterns: ['inputs.customer'] });
    expect(preview.contents.redaction.replaced).toBeGreaterThan(0);
    expect(await listed()).toEqual(before);

    const { contents } = await open((await share(body)).token);
    expect(JSON.stringify(contents)).not.toContain(NAME);
    expect(contents.redaction.replaced).toBe(preview.contents.redaction.replaced);
  });

  test('whoever hides the run ids gives no address that tells them, and is still told what has changed', async () => {
    const { token } = await share({ redact: ['run_id'] });
    expect(await open(token)).toMatchObject({ changed: { state: 'same' } });
    const exported = await callApi(ctx, apiPaths.sharedExport(token, { format: 'json' }));
    const page = await callApi(ctx, sharedPath(token));
    for (const text of [(await kept(token))?.contents, await exported.text(), await page.text()]) {
      expect(text).not.toContain(REGRESSED);
      expect(text).not.toContain(FIXED);
    }
  });

  test('a title may hold a secret, too', async () => {
    const { token } = await share({ ...wish, title: `Lost with ${SECRET}` });
    expect(JSON.stringify([await kept(token), await listed()])).not.toContain(SECRET);
  });
});

describe('when data is erased', () => {
  /** Every session the frozen JSON names, wherever it does. */
  function sessionsIn(contents: string): readonly string[] {
    const found = new Set<string>();
    JSON.parse(contents, (name, value: unknown) => {
      if (name === 'sessionId') found.add(String(value));
      if (name === 'baseSessions' || name === 'runSessions') for (const id of value as string[]) found.add(id);
      return value;
    });
    return [...found];
  }

  test('whichever shown session goes, the link and all that it showed go with it', async () => {
    const { token: first } = await share();
    const sessions = sessionsIn((await kept(first))?.contents ?? '{}');
    expect(sessions.length).toBe(4);
    for (const session of sessions) {
      const own = aContext();
      await loadSample(own, sendToHandlers(own));
      ctx = own;
      const { token } = await share();
      expect(await statusOf(apiPaths.session('demo', session), { method: 'DELETE' })).toBe(204);
      const { status, detail } = await refusal(apiPaths.shared(token));
      expect(status).toBe(410);
      expect(detail).toContain('deleted');
      expect(JSON.stringify(await kept(token))).not.toContain(session);
      expect(await kept(token)).toMatchObject({ contents: '', title: '' });
      expect(await listed()).toMatchObject([{ state: 'erased' }]);
    }
  });

  test.each(['base', 'run'] as const)('the same for the run that is its %s', async (side) => {
    const { token, [side]: runId } = await share();
    expect(await statusOf(apiPaths.run('demo', runId), { method: 'DELETE' })).toBe(204);
    expect(await refusal(apiPaths.shared(token))).toMatchObject({ status: 410 });
    expect((await kept(token))?.contents).toBe('');
  });

  test('also for a session of which only a parent is named, in a finding on another one', async () => {
    const outer = { 'honeyhive.session_id': 'outer-session', 'honeyhive_metadata.run_id': 'other-run' };
    const root = { 'honeyhive.session_id': 'inner-session', 'honeyhive_metadata.run_id': 'candidate' };
    await sendSpans([
      { spanId: 'a'.repeat(16), name: 'outer', attributes: outer },
      { spanId: 'b'.repeat(16), name: 'root', attributes: root },
      {
        spanId: 'c'.repeat(16),
        parentSpanId: 'a'.repeat(16),
        name: 'inner',
        attributes: { 'honeyhive.session_id': 'inner-session' },
      },
    ]);
    const { token } = await share({ run: 'candidate' });
    const contents = (await kept(token))?.contents ?? '';
    expect(contents).toContain('outer');
    expect(contents).not.toContain('outer-session');
    expect(await statusOf(apiPaths.session('demo', 'outer-session'), { method: 'DELETE' })).toBe(204);
    expect(await kept(token)).toMatchObject({ contents: '' });
  });

  test('a session of another run leaves it alone', async () => {
    await sendRun(ctx, { runId: 'third' });
    const { token } = await share();
    expect(await statusOf(apiPaths.run('demo', 'third'), { method: 'DELETE' })).toBe(204);
    expect((await open(token)).changed.state).toBe('same');
  });
});

describe('what has changed since', () => {
  test('is told: another contract, other counts', async () => {
    const { token } = await share();
    await callApi(ctx, apiPaths.project('demo'), sending('PATCH', { contract: 'staging' }));
    const { changed, contents } = await open(token);
    expect(changed.state).toBe('changed');
    expect(changed.text).toContain('contract of the run preserve → staging');
    expect(contents.comparison.run.contracts).toEqual(['preserve']);
    expect(await (await callApi(ctx, sharedPath(token))).text()).toContain('staging');
  });

  test('is told: more spans', async () => {
    await sendRun(ctx, { runId: 'before', dataset: 'ds', faults: [false] });
    await sendRun(ctx, { runId: 'after', dataset: 'ds', faults: [true] });
    const { token } = await share({ base: 'before', run: 'after' });
    await sendRun(ctx, { runId: 'after', dataset: 'ds', faults: [true, true] });
    const { changed, contents } = await open(token);
    expect(changed).toMatchObject({ state: 'changed', text: expect.stringContaining('spans of the run 2 → ') });
    expect(contents.comparison.run.spans).toBe(2);
  });
});
