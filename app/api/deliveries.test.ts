import { beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { problemSchema } from '@/lib/contracts/common';
import { type DeliveryList, deliveryListSchema } from '@/lib/contracts/deliveries';
import { runDetailSchema } from '@/lib/contracts/runs';
import type { Delivery } from '@/lib/domain/records';
import { undeclaredSessionEvent } from '@/lib/domain/session';
import { apiPaths } from '@/lib/query/paths';
import type { AppContext } from '@/lib/services/context';
import { createSettler } from '@/lib/services/settle-sessions';
import { aContext } from '@/lib/testing/a-context';
import { callApi } from '@/lib/testing/call-api';
import { type CaptureRequest, readCapture } from '@/lib/testing/read-capture';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

let ctx: AppContext;
let now: number;

beforeEach(() => {
  now = Date.UTC(2026, 10, 21, 12);
  ctx = aContext({ now: () => new Date(now++) });
});

async function get<S extends z.ZodObject>(path: string, schema: S): Promise<z.output<S>> {
  const response = await callApi(ctx, path);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return schema.strict().parse(body) as z.output<S>;
}

const list = (view: Record<string, string | number | null> = {}, project = 'default'): Promise<DeliveryList> =>
  get(apiPaths.deliveries(project, view), deliveryListSchema);

async function refusal(path: string) {
  const response = await callApi(ctx, path);
  return problemSchema.strict().parse(await response.json());
}

/** Sends the requests of a recording that are wanted; the start of a session asks for the id its spans name. */
async function replay(name: string, isWanted: (request: CaptureRequest) => boolean = () => true) {
  const send = sendToHandlers(ctx);
  for (const request of readCapture(name).filter(isWanted)) {
    const { method, path, headers, body } = request;
    const text = path === '/session/start' ? withAnsweredId(request) : new Uint8Array(body);
    await send(
      new Request(new URL(path, 'http://localhost:3000'), { method, headers, body: method === 'GET' ? null : text }),
    );
  }
}

function withAnsweredId({ json, answer }: CaptureRequest): string {
  const { session } = json as { session: object };
  const { session_id } = answer.body as { session_id?: string };
  return JSON.stringify({ session: { ...session, ...(session_id && { session_id }) } });
}

const isExport = ({ path }: CaptureRequest) => path.endsWith('/v1/traces');

/** Records a call of which only the outcome matters. */
async function record(members: Partial<Delivery>, project = 'default') {
  const { id } = await ctx.store.ensureProject(project);
  const delivery: Delivery = {
    method: 'POST',
    path: '/v1/traces',
    contentType: 'application/json',
    wireBytes: 10,
    userAgent: null,
    client: null,
    receivedAt: ctx.now(),
    status: 200,
    accepted: 0,
    duplicated: 0,
    rejected: [],
    warnings: [],
    ...members,
  };
  await ctx.store.recordDelivery(id, delivery, null);
}

const RUN_OF_503 = '819078e2-fefc-4f3f-b4d2-8d40c0ce2366';
const SESSION_OF_503 = 'a651939b-ced9-4015-be2b-4b0d3bc8238a';

describe('GET /api/projects/{project}/deliveries', () => {
  test('tells every request of a recorded run, newest first, with client, size, status and spans', async () => {
    await replay('py151-mode-otlp503', ({ method }) => method !== 'GET');
    const { deliveries, searched, nextCursor } = await list();
    expect(deliveries.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `PUT /v1/runs/${RUN_OF_503}`,
      'PUT /events',
      'POST /opentelemetry/v1/traces',
      'POST /session/start',
      'POST /v1/runs',
    ]);
    expect(deliveries[2]).toMatchObject({
      status: 200,
      outcome: 'accepted',
      client: { version: '1.5.1' },
      duplicated: 0,
      rejected: 0,
    });
    expect(deliveries[2]?.accepted).toBeGreaterThan(0);
    expect(deliveries[2]?.wireBytes).toBeGreaterThan(1000);
    expect([searched, nextCursor]).toEqual([5, null]);
  });

  test('tells the requests of one run and of one session', async () => {
    await replay('py151-mode-otlp503', ({ method }) => method !== 'GET');
    await replay('py151-mode-baseline', ({ method }) => method !== 'GET');
    const ofRun = await list({ run: RUN_OF_503 });
    expect(ofRun.deliveries).toHaveLength(5);
    const ofSession = await list({ session: SESSION_OF_503 });
    expect(ofSession.deliveries.map(({ path }) => path)).toEqual([
      '/events',
      '/opentelemetry/v1/traces',
      '/session/start',
    ]);
  });

  test('pages by its own cursor without losing or repeating a request', async () => {
    for (let i = 0; i < 7; i++) await record({ path: `/${i}` });
    const paths: string[] = [];
    let cursor: string | null = null;
    do {
      const page: DeliveryList = await list({ limit: 3, cursor });
      paths.push(...page.deliveries.map(({ path }) => path));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paths).toEqual(['/6', '/5', '/4', '/3', '/2', '/1', '/0']);
  });

  test('tells a request refused whole from one of which spans were refused', async () => {
    await record({ status: 400, warnings: ['no protobuf'] });
    await record({ accepted: 2, rejected: [{ ordinal: 1, reason: 'the trace id has 3 bytes' }] });
    await record({ accepted: 3 });
    const { deliveries } = await list();
    expect(deliveries.map(({ outcome }) => outcome)).toEqual(['accepted', 'partial', 'refused']);
    expect(deliveries[1]).toMatchObject({
      rejected: 1,
      reasons: [{ ordinal: 1, reason: 'the trace id has 3 bytes' }],
    });
    expect(deliveries[2]).toMatchObject({ warnings: ['no protobuf'], warningCount: 1 });
  });

  test('looks for refused requests behind many that were taken, and says how many it looked through', async () => {
    await record({ status: 413, warnings: ['too large'] });
    for (let i = 0; i < 25; i++) await record({});
    const page = await list({ show: 'refused', limit: 10 });
    expect(page.deliveries.map(({ status }) => status)).toEqual([413]);
    expect([page.searched, page.nextCursor]).toEqual([26, null]);
  });

  test('stops looking after a while and says how to go on', async () => {
    await record({ status: 413 });
    for (let i = 0; i < 15; i++) await record({});
    const page = await list({ show: 'refused', limit: 1 });
    expect(page).toMatchObject({ deliveries: [], searched: 10 });
    const rest = await list({ show: 'refused', limit: 100, cursor: page.nextCursor });
    expect(rest.deliveries).toHaveLength(1);
  });

  test('cuts what one request has to say, and counts the rest', async () => {
    const rejected = Array.from({ length: 500 }, (_, ordinal) => ({ ordinal, reason: 'bad' }));
    await record({ rejected, warnings: Array.from({ length: 30 }, () => 'w') });
    const [delivery] = (await list()).deliveries;
    expect(delivery).toMatchObject({ rejected: 500, warningCount: 30 });
    expect([delivery?.reasons.length, delivery?.warnings.length]).toEqual([20, 20]);
  });

  test('shows no request of another project', async () => {
    await record({}, 'mine');
    await record({}, 'theirs');
    expect((await list({}, 'mine')).deliveries).toHaveLength(1);
  });

  test('refuses what it does not know, with the reason', async () => {
    await record({});
    expect(await refusal(apiPaths.deliveries('nowhere'))).toMatchObject({ status: 404 });
    expect(await refusal(apiPaths.deliveries('default', { run: 'nobody' }))).toMatchObject({ status: 404 });
    expect(await refusal(apiPaths.deliveries('default', { session: 'nobody' }))).toMatchObject({ status: 404 });
    const both = await refusal(apiPaths.deliveries('default', { run: 'a', session: 'b' }));
    expect(both).toMatchObject({ status: 400, detail: expect.stringContaining('name a run or a session') });
    expect(await refusal(apiPaths.deliveries('default', { cursor: 'x' }))).toMatchObject({ status: 400 });
    expect(await refusal(apiPaths.deliveries('default', { show: 'x' }))).toMatchObject({ status: 400 });
  });
});

describe('a run that is completed although an export was refused', () => {
  const run = () => get(apiPaths.run('default', RUN_OF_503), runDetailSchema);

  test('has a finding as soon as it is over, which is gone when the spans arrive late', async () => {
    const isEnd = ({ method, path }: CaptureRequest) => method === 'PUT' && path.includes('/runs/');
    await replay('py151-mode-otlp503', (request) => !isExport(request) && !isEnd(request) && request.method !== 'GET');
    expect((await run()).findings).toEqual([]);

    await replay('py151-mode-otlp503', isEnd);
    await createSettler(ctx).settleDue();
    const lost = await run();
    expect(lost.findings).toMatchObject([
      { rule: 'SESS-002', sessionId: SESSION_OF_503, handover: 'exported-to-received' },
    ]);
    expect(lost.findingCount).toBe(1);

    await replay('py151-mode-otlp503', isExport);
    await createSettler(ctx).settleDue();
    expect((await run()).findings).toEqual([]);
  });

  test('says so in its verdict when other sessions arrived', async () => {
    await replay('py151-mode-otlp503', ({ method }) => method !== 'GET');
    await sendToHandlers(ctx)(
      new Request('http://localhost:3000/session/start', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ session: { metadata: { run_id: RUN_OF_503 } } }),
      }),
    );
    expect((await run()).verdict).toMatch(/ 1 session got no span at all\.$/);
  });

  test('is not accused for a session whose events were made over REST', async () => {
    await replay('py151-mode-otlp503', (request) => !isExport(request) && request.method !== 'GET');
    expect((await run()).findings).toHaveLength(1);
    const project = await ctx.store.ensureProject('default');
    const session = await ctx.store.getSession(project.id, SESSION_OF_503);
    if (session === null) throw new Error('no session');
    const event = { ...session.event, event_id: 'e-1', event_type: 'model' as const, parent_id: SESSION_OF_503 };
    await ctx.store.putEvents(project.id, [event], null, ctx.now());
    expect((await run()).findings).toEqual([]);
  });

  test('names the session that has the spans when the client replaced the id', async () => {
    await replay('py151-mode-sess_min', ({ method }) => method !== 'GET');
    const { findings } = await get(apiPaths.run('default', '5b22d49e-7cec-485d-9061-89b6d7243b93'), runDetailSchema);
    expect(findings.map(({ rule, cause }) => `${rule} ${cause.code}`).sort()).toEqual([
      'SESS-001 not-determined',
      'SESS-002 session-id-replaced',
    ]);
  });
});

describe('sessions that a run names and that never arrived', () => {
  test('are counted and named', async () => {
    await sendToHandlers(ctx)(
      new Request('http://localhost:3000/v1/runs', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ run_id: RUN_OF_503, event_ids: [SESSION_OF_503, 'gone-1', 'gone-2', 'gone-1'] }),
      }),
    );
    await replay('py151-mode-otlp503', ({ path }) => path === '/session/start');
    const { namedSessions } = await get(apiPaths.run('default', RUN_OF_503), runDetailSchema);
    expect(namedSessions).toEqual({ named: 3, absent: 2, absentIds: ['gone-1', 'gone-2'] });
  });

  test('are not there because another project has them', async () => {
    const elsewhere = await ctx.store.ensureProject('theirs');
    const event = undeclaredSessionEvent('s-1', 'theirs');
    await ctx.store.putSession(elsewhere.id, event, null, ctx.now());
    const own = await ctx.store.ensureProject('default');
    await ctx.store.putRun(own.id, 'r-1', { eventIds: ['s-1'] }, ctx.now());
    const absent = async () => (await get(apiPaths.run('default', 'r-1'), runDetailSchema)).namedSessions.absent;
    expect(await absent()).toBe(1);
    await ctx.store.putSession(own.id, event, null, ctx.now());
    expect(await absent()).toBe(0);
  });
});

describe('a session that nobody started', () => {
  test('is stored, shown, and marked where it is listed', async () => {
    await replay('py151-mode-sess500', ({ method, path }) => method !== 'GET' && path !== '/session/start');
    const run = '0e675020-2a57-48e4-aef6-c4235fcb3a04';
    const response = await callApi(ctx, apiPaths.datapoints('default', run));
    const { datapoints } = (await response.json()) as { datapoints: { declared: boolean; spans: number }[] };
    expect(datapoints).toMatchObject([{ declared: false }]);
    expect(datapoints[0]?.spans).toBeGreaterThan(0);
    const { findings } = await get(apiPaths.run('default', run), runDetailSchema);
    expect(findings).toMatchObject([{ rule: 'SESS-001', title: expect.stringContaining('was never started') }]);
  });
});
