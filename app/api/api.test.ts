import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { problemSchema } from '@/lib/contracts/common';
import { healthSchema, projectListSchema, projectSchema, sampleResultSchema } from '@/lib/contracts/projects';
import { routingTableListSchema } from '@/lib/contracts/routing-tables';
import { datapointListSchema, runDetailSchema, runListSchema } from '@/lib/contracts/runs';
import { sessionDetailSchema, sessionListSchema, spanDetailSchema } from '@/lib/contracts/sessions';
import { AppError } from '@/lib/domain/errors';
import { apiPaths } from '@/lib/query/paths';
import type { AppContext } from '@/lib/services/context';
import { loadSample } from '@/lib/services/load-sample';
import { aContext } from '@/lib/testing/a-context';
import { attributesOf } from '@/lib/testing/a-span';
import { callApi } from '@/lib/testing/call-api';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

const FIXED = '659ef565-f0fd-41e5-b717-9def4feb53e2';

let ctx: AppContext;
let REGRESSED: string;

beforeAll(async () => {
  ctx = aContext();
  const sample = await loadSample(ctx, sendToHandlers(ctx));
  REGRESSED = sample.runs.find((run) => run !== FIXED) ?? '';
});

/** The answer of an address that must be 200 and as its contract says, to the last member. */
async function get<S extends z.ZodObject>(path: string, schema: S, context = ctx): Promise<z.output<S>> {
  const response = await callApi(context, path);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  return schema.strict().parse(body) as z.output<S>;
}

/** A change of the sample project. */
function patching(body: string, type = 'application/json'): RequestInit {
  return { method: 'PATCH', body, headers: { 'content-type': type } };
}

async function refusal(path: string, init?: RequestInit, context = ctx): Promise<z.output<typeof problemSchema>> {
  const response = await callApi(context, path, init);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = problemSchema.strict().parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

/** Sends one OTLP/JSON span with these attributes. */
async function sendSpan(context: AppContext, span: object, attributes: Record<string, string>, project = 'demo') {
  const body = {
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                name: 'step',
                kind: 1,
                startTimeUnixNano: '1760000000000000001',
                endTimeUnixNano: '1760000000005000000',
                attributes: attributesOf(attributes).map(({ key, value }) => ({ key, value: { stringValue: value } })),
                ...span,
              },
            ],
          },
        ],
      },
    ],
  };
  const response = await sendToHandlers(context)(
    new Request('http://localhost:3000/v1/traces', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-project': project },
      body: JSON.stringify(body),
    }),
  );
  expect(response.status).toBe(200);
}

const TRACE = 'a'.repeat(32);
const SPAN = 'b'.repeat(16);

describe('projects', () => {
  test('are listed with the tables they use', async () => {
    const { projects } = await get(apiPaths.projects(), projectListSchema);
    expect(projects).toMatchObject([{ name: 'demo', routing: 'preserve', contract: 'preserve' }]);
  });

  test('an empty store has none, which is no error', async () => {
    expect(await get(apiPaths.projects(), projectListSchema, aContext())).toEqual({ projects: [] });
  });

  test('change their contract, and what they have is judged by it from then on', async () => {
    const own = aContext();
    await own.store.ensureProject('demo');
    await callApi(own, apiPaths.project('demo'), patching('{"routing":"route-only"}'));
    await loadSample(own, sendToHandlers(own));
    const before = await get(apiPaths.run('demo', FIXED), runDetailSchema, own);
    expect(before.custody.preserved).toBeLessThan(100);

    const answer = await callApi(own, apiPaths.project('demo'), patching('{"contract":"route-only"}'));
    expect(projectSchema.parse(await answer.json())).toMatchObject({ routing: 'route-only', contract: 'route-only' });
    const after = await get(apiPaths.run('demo', FIXED), runDetailSchema, own);
    expect(after.contract).toBe('route-only');
    expect(after.custody.preserved).toBe(116);
    expect(after.attribution).toEqual(before.attribution);
    expect(after.unsettledSessions).toBe(0);
  });

  test.each([
    ['an unknown table', { contract: 'nowhere' }, 'contract', 'preserve, route-only, staging'],
    ['nothing to change', {}, 'routing', 'contract'],
    ['a member nobody knows', { routing: 'staging', table: 1 }, 'table', ''],
    ['a wrong type', { routing: 7 }, 'routing', ''],
  ])('refuse %s and say why', async (_name, body, ...words) => {
    const { status, detail } = await refusal(apiPaths.project('demo'), patching(JSON.stringify(body)));
    expect(status).toBe(400);
    for (const word of words) expect(detail).toContain(word);
  });

  test('refuse a body that is no JSON, that is too large, or that is of another type', async () => {
    const path = apiPaths.project('demo');
    expect(await refusal(path, patching('{'))).toMatchObject({ status: 400 });
    expect(await refusal(path, patching('1'.repeat(70_000)))).toMatchObject({ status: 413 });
    expect(await refusal(path, patching('<p>', 'text/html'))).toMatchObject({ status: 415 });
  });
});

describe('runs', () => {
  test('the regressed and the fixed run are told apart by their counts', async () => {
    const { runs, nextCursor } = await get(apiPaths.runs('demo'), runListSchema);
    expect(nextCursor).toBeNull();
    const byId = new Map(runs.map((run) => [run.runId, run]));
    for (const key of ['run_id', 'dataset_id', 'datapoint_id']) {
      expect(byId.get(REGRESSED)?.attribution[key]).toMatchObject({ present: 0, missing: 8 });
      expect(byId.get(FIXED)?.attribution[key]).toMatchObject({ present: 8, missing: 0 });
    }
    expect(byId.get(REGRESSED)).toMatchObject({
      spans: 8,
      sessions: 2,
      datapoints: 2,
      status: 'completed',
      declared: true,
    });
  });

  test('come page by page, each once, in the order asked for', async () => {
    const first = await get(apiPaths.runs('demo', { limit: 1, sort: '-missing' }), runListSchema);
    const second = await get(
      apiPaths.runs('demo', { limit: 1, sort: '-missing', cursor: first.nextCursor }),
      runListSchema,
    );
    expect([...first.runs, ...second.runs].map(({ runId }) => runId)).toEqual([REGRESSED, FIXED]);
    expect(second.nextCursor).toBeNull();
  });

  test('are found by a part of their id', async () => {
    const { runs } = await get(apiPaths.runs('demo', { q: FIXED.slice(3, 20).toUpperCase() }), runListSchema);
    expect(runs.map(({ runId }) => runId)).toEqual([FIXED]);
  });

  test('have a verdict in words and their findings', async () => {
    const regressed = await get(apiPaths.run('demo', REGRESSED), runDetailSchema);
    expect(regressed.verdict).toContain('8 of 8 child spans lack run_id, dataset_id and datapoint_id');
    expect(regressed.findings.length).toBe(regressed.findingCount);
    expect(regressed.findings[0]).toMatchObject({ rule: 'ATTR-001', keys: ['run_id', 'dataset_id', 'datapoint_id'] });
    const fixed = await get(apiPaths.run('demo', FIXED), runDetailSchema);
    expect(fixed.verdict).toContain('All 8 child spans carry');
    expect(fixed.findings.filter(({ rule }) => rule.startsWith('ATTR'))).toEqual([]);
  });

  test('are judged as they are looked at, not only once they are over', async () => {
    const own = aContext();
    await sendSpan(own, { traceId: TRACE, spanId: SPAN }, { 'honeyhive.session_id': 's1', 'honeyhive.run_id': FIXED });
    const listed = await get(apiPaths.runs('demo'), runListSchema, own);
    expect(listed.runs).toMatchObject([{ runId: FIXED, declared: false, unsettledSessions: 1 }]);
    const { attribution } = await get(apiPaths.run('demo', FIXED), runDetailSchema, own);
    expect(listed.runs[0]?.attribution.dataset_id).toMatchObject({ pending: 1 });
    expect(attribution.dataset_id).toMatchObject({ pending: 0 });
  });
});

describe('datapoints of a run', () => {
  test('are its sessions with inputs, outputs and scores', async () => {
    const { datapoints, absent } = await get(apiPaths.datapoints('demo', REGRESSED), datapointListSchema);
    expect(datapoints).toHaveLength(2);
    expect(absent).toEqual([]);
    for (const row of datapoints) {
      expect(row).toMatchObject({ spans: 4, settled: true, scores: { ev1: 1 } });
      expect(JSON.parse(row.inputs)).toHaveProperty('q');
      expect(JSON.parse(row.outputs)).toHaveProperty('answer');
    }
  });

  test('are filtered by key and state', async () => {
    const missing = { key: 'run_id', state: 'missing' };
    expect((await get(apiPaths.datapoints('demo', REGRESSED, missing), datapointListSchema)).datapoints).toHaveLength(
      2,
    );
    expect((await get(apiPaths.datapoints('demo', FIXED, missing), datapointListSchema)).datapoints).toEqual([]);
  });

  test('that were announced and never came are named, on the unfiltered first page only', async () => {
    const own = aContext();
    const project = await own.store.ensureProject('demo');
    await own.store.putRun(project.id, 'r1', { datapointIds: ['d1', 'd2', '__proto__'] }, own.now());
    const attributes = { 'honeyhive.session_id': 's1', 'honeyhive.run_id': 'r1', 'honeyhive.datapoint_id': 'd1' };
    await sendSpan(own, { traceId: TRACE, spanId: SPAN }, attributes);
    await get(apiPaths.run('demo', 'r1'), runDetailSchema, own);
    const absentOf = async (view: object) =>
      (await get(apiPaths.datapoints('demo', 'r1', { ...view }), datapointListSchema, own)).absent;
    expect(await absentOf({})).toEqual(['d2', '__proto__']);
    expect(await absentOf({ q: 's1' })).toEqual([]);
    expect(await absentOf({ state: 'lost' })).toEqual([]);
  });
});

describe('sessions', () => {
  const sessionOf = async (run: string) => {
    const { datapoints } = await get(apiPaths.datapoints('demo', run), datapointListSchema);
    return datapoints[0]?.sessionId ?? '';
  };

  test('of no run are a list of their own', async () => {
    expect((await get(apiPaths.sessions('demo'), sessionListSchema)).sessions).toEqual([]);
    const own = aContext();
    await sendSpan(own, { traceId: TRACE, spanId: SPAN }, {});
    const { sessions } = await get(apiPaths.sessions('demo'), sessionListSchema, own);
    expect(sessions).toMatchObject([{ sessionId: TRACE, spans: 1, settled: false, durationMs: 4.999999 }]);
  });

  test('show every span with its states and the ids its own record has', async () => {
    const session = await get(apiPaths.session('demo', await sessionOf(REGRESSED)), sessionDetailSchema);
    expect(session.keys).toEqual(['run_id', 'dataset_id', 'datapoint_id']);
    expect(session.ownKeys).toMatchObject({ run_id: REGRESSED });
    expect(session).toMatchObject({ runId: REGRESSED, settled: true, declared: true });
    expect(session.spans).toHaveLength(4);
    for (const span of session.spans) expect(span.states).toEqual(['missing', 'missing', 'missing']);
    expect(session.spans.filter(({ parentState }) => parentState === 'root').length).toBeGreaterThan(0);
    const starts = session.spans.map(({ startUnixNano }) => BigInt(startUnixNano));
    expect(starts).toEqual([...starts].sort((a, b) => (a < b ? -1 : 1)));
    expect(session.findings[0]?.rule).toBe('ATTR-001');
  });

  test('a span is explained: what was sent, what is stored, where every key went', async () => {
    const sessionId = await sessionOf(REGRESSED);
    const { spans } = await get(apiPaths.session('demo', sessionId), sessionDetailSchema);
    for (const { spanId, traceId } of spans) {
      const span = await get(apiPaths.span('demo', sessionId, spanId, { trace: traceId }), spanDetailSchema);
      expect(span).toMatchObject({ spanId, traceId, sessionId, sightings: 1, variants: 1 });
      expect(span.attribution).toMatchObject([
        { key: 'run_id', state: 'missing', expected: REGRESSED, expectedFrom: 'its session', found: [], nearest: null },
        { key: 'dataset_id', state: 'missing' },
        { key: 'datapoint_id', state: 'missing' },
      ]);
      const sent = JSON.parse(span.sent).resourceSpans[0].scopeSpans[0].spans[0];
      expect(sent.spanId).toBe(spanId);
      expect(span.ledger.map(({ key }) => key)).toEqual(sent.attributes.map(({ key }: { key: string }) => key));
      expect(JSON.parse(span.stored)).toMatchObject({ session_id: sessionId, event_name: expect.any(String) });
      expect(span.delivery).toMatchObject({ contentType: 'application/x-protobuf' });
    }
  });

  test('the nearest ancestor that carries a key is named', async () => {
    const sessionId = await sessionOf(FIXED);
    const { spans } = await get(apiPaths.session('demo', sessionId), sessionDetailSchema);
    const child = spans.find(({ parentState }) => parentState === 'resolved');
    const span = await get(apiPaths.span('demo', sessionId, child?.spanId ?? ''), spanDetailSchema);
    expect(span.attribution[0]).toMatchObject({ state: 'present', nearest: { spanId: child?.parentSpanId } });
  });

  test('also when that ancestor belongs to another session', async () => {
    const own = aContext();
    const ids = { 'honeyhive.run_id': 'r1', 'honeyhive.dataset_id': 'ds1', 'honeyhive.datapoint_id': 'd1' };
    await sendSpan(own, { traceId: TRACE, spanId: SPAN, name: 'outer' }, { 'honeyhive.session_id': 's1', ...ids });
    const inner = { traceId: TRACE, spanId: 'c'.repeat(16), parentSpanId: SPAN, name: 'inner' };
    await sendSpan(own, inner, { 'honeyhive.session_id': 's2' });
    const session = await get(apiPaths.session('demo', 's2'), sessionDetailSchema, own);
    expect(session.spans).toMatchObject([{ parentState: 'elsewhere', parentSessionId: 's1' }]);
    const { attribution } = await get(apiPaths.span('demo', 's2', inner.spanId), spanDetailSchema, own);
    expect(attribution[0]).toMatchObject({
      state: 'missing',
      expected: 'r1',
      nearest: { spanId: SPAN, name: 'outer' },
    });
  });

  test('an integer beyond 2^53, a repeated key and __proto__ come back as they were sent', async () => {
    const own = aContext();
    const attributes = [
      { key: 'big', value: { intValue: '9223372036854775807' } },
      { key: '__proto__', value: { stringValue: '<b>' } },
      { key: 'twice', value: { stringValue: 'one' } },
      { key: 'twice', value: { stringValue: 'two' } },
    ];
    await sendSpan(own, { traceId: TRACE, spanId: SPAN, attributes }, {});
    const span = await get(apiPaths.span('demo', TRACE, SPAN), spanDetailSchema, own);
    expect(span.ledger.map(({ key, type, value }) => [key, type, value])).toEqual([
      ['big', 'int', '9223372036854775807'],
      ['__proto__', 'string', '<b>'],
      ['twice', 'string', 'one'],
      ['twice', 'string', 'two'],
    ]);
    expect(span.stored).toContain('9223372036854775807');
  });

  test('one span id in two traces needs the trace', async () => {
    const own = aContext();
    const otherTrace = 'c'.repeat(32);
    await sendSpan(own, { traceId: TRACE, spanId: SPAN, name: 'first' }, { 'honeyhive.session_id': 's' });
    await sendSpan(own, { traceId: otherTrace, spanId: SPAN, name: 'second' }, { 'honeyhive.session_id': 's' });
    for (const [trace, name] of [
      [TRACE, 'first'],
      [otherTrace.toUpperCase(), 'second'],
    ] as const) {
      expect(await get(apiPaths.span('demo', 's', SPAN, { trace }), spanDetailSchema, own)).toMatchObject({ name });
    }
  });
});

describe('what can not be found', () => {
  test.each([
    ['an unknown project', apiPaths.runs('no-such'), 'project "no-such" is unknown'],
    ['an unknown run', apiPaths.run('demo', 'r0'), 'run "r0" was never received'],
    ['the datapoints of an unknown run', apiPaths.datapoints('demo', 'r0'), 'run "r0" was never received'],
    ['an unknown session', apiPaths.session('demo', 's0'), 'session "s0" was never received'],
    ['a span of an unknown session', apiPaths.span('demo', 's0', SPAN), 'session "s0" was never received'],
    ['an address that is none', '/api/nothing/here', '/api/openapi.json'],
  ])('%s is 404 and says what is not there', async (_name, path, words) => {
    const { status, detail } = await refusal(path);
    expect(status).toBe(404);
    expect(detail).toContain(words);
  });

  test('a run of another project is said to be there', async () => {
    const own = aContext();
    for (const name of ['a', 'b']) await own.store.ensureProject(name);
    const b = await own.store.ensureProject('b');
    await own.store.putRun(b.id, 'r1', {}, own.now());
    expect((await refusal(apiPaths.run('a', 'r1'), {}, own)).detail).toContain('in "b"');
  });

  test('a span that is not in its session is told how to be found', async () => {
    const { datapoints } = await get(apiPaths.datapoints('demo', FIXED), datapointListSchema);
    const problem = await refusal(apiPaths.span('demo', datapoints[0]?.sessionId ?? '', SPAN));
    expect(problem).toMatchObject({ status: 404 });
    expect(problem.detail).toContain('/r/span/');
  });

  test('an absurdly long id is not thrown back whole', async () => {
    expect((await refusal(apiPaths.runs('x'.repeat(5_000)))).detail.length).toBeLessThan(400);
  });
});

describe('a query that can not be understood is 400 and names the parameter', () => {
  const runs = '/api/projects/demo/runs';
  test.each([
    [`${runs}?limit=0`, 'limit'],
    [`${runs}?limit=501`, 'limit'],
    [`${runs}?limit=ten`, 'limit'],
    [`${runs}?limit=1.5`, 'limit'],
    [`${runs}?sort=size`, 'sort'],
    [`${runs}?cursor=garbage`, 'cursor'],
    [`${runs}?cursor=${'x'.repeat(3000)}`, 'cursor'],
    [`${runs}?q=${'x'.repeat(300)}`, 'q'],
    [`/api/projects/demo/runs/${FIXED}/datapoints?state=broken`, 'state'],
    [`/api/projects/demo/runs/${FIXED}/datapoints?key=__proto__`, 'key'],
    [`/api/projects/demo/runs/${FIXED}/datapoints?cursor=W10`, 'cursor'],
    ['/api/projects/demo/sessions?sort=name', 'sort'],
    ['/api/projects/demo/sessions?cursor=%00', 'cursor'],
  ])('%s', async (path, name) => {
    const { status, detail } = await refusal(path);
    expect(status).toBe(400);
    expect(detail).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test('a cursor of a list in another order', async () => {
    const { nextCursor } = await get(`${runs}?limit=1&sort=name`, runListSchema);
    const { status, detail } = await refusal(`${runs}?limit=1&sort=-spans&cursor=${nextCursor}`);
    expect(status).toBe(400);
    expect(detail).toContain('cursor');
  });
});

describe('hostile ids are only ids', () => {
  const HOSTILE = [
    'a/b',
    '..',
    '.',
    '~',
    '%2e%2e',
    '%',
    "'; DROP TABLE run;--",
    '<script>',
    '__proto__',
    '?x#y',
    '日本',
  ];
  test.each(HOSTILE)('%j as project, run, session and datapoint', async (id) => {
    const own = aContext();
    const project = await own.store.ensureProject(id);
    await own.store.putRun(project.id, id, { name: id }, own.now());
    const attributes = { 'honeyhive.session_id': id, 'honeyhive.run_id': id, 'honeyhive.datapoint_id': id };
    const headerless = { ...attributes, 'honeyhive.project': id };
    await sendSpan(own, { traceId: TRACE, spanId: SPAN, name: id }, headerless, '');
    expect((await get(apiPaths.run(id, id), runDetailSchema, own)).name).toBe(id);
    const { datapoints } = await get(apiPaths.datapoints(id, id), datapointListSchema, own);
    expect(datapoints).toMatchObject([{ sessionId: id, datapointId: id }]);
    expect(await get(apiPaths.session(id, id), sessionDetailSchema, own)).toMatchObject({ sessionId: id });
    expect(await get(apiPaths.span(id, id, SPAN), spanDetailSchema, own)).toMatchObject({ name: id });
  });

  test('a metric called __proto__ and one that is an object are scores like others', async () => {
    const own = aContext();
    const project = await own.store.ensureProject('demo');
    const metrics = JSON.parse('{"__proto__": 0.5, "nested": {"a": [1]}, "ok": true}');
    await own.store.updateEvent(project.id, 's1', { metrics }, own.now());
    // Not through the schema: zod leaves `__proto__` out of records.
    const response = await callApi(own, apiPaths.session('demo', 's1'));
    expect(Object.entries((await response.json()).scores)).toEqual([
      ['__proto__', 0.5],
      ['nested', '{"a":[1]}'],
      ['ok', true],
    ]);
  });
});

describe('the rest', () => {
  test('POST /api/sample replays both runs, once', async () => {
    const own = aContext();
    const send = sendToHandlers(own);
    vi.stubGlobal('fetch', send);
    const results = [];
    for (let i = 0; i < 2; i++) {
      const response = await callApi(own, apiPaths.sample(), { method: 'POST' });
      results.push(sampleResultSchema.strict().parse(await response.json()));
    }
    vi.unstubAllGlobals();
    expect(results[0]?.runs).toHaveLength(2);
    expect(results[1]).toEqual({ ...results[0], requests: 0 });
    expect((await get(apiPaths.runs('demo'), runListSchema, own)).runs).toHaveLength(2);
  });

  test('GET /api/routing-tables shows every table and its rules in order', async () => {
    const { tables } = await get(apiPaths.routingTables(), routingTableListSchema);
    expect(tables.map(({ name }) => name)).toEqual(['preserve', 'route-only', 'staging']);
    for (const { rules } of tables) expect(rules.at(-1)?.from).toBe('*');
  });

  test('GET /api/health is 200 while the store can write, else 503', async () => {
    expect(await get('/api/health', healthSchema)).toMatchObject({ status: 'ok' });
    const own = aContext();
    own.store.checkWritable = () => Promise.reject(new Error('disk full at /secret/place'));
    const { status, detail } = await refusal('/api/health', {}, own);
    expect(status).toBe(503);
    expect(detail).not.toContain('secret');
  });

  test('a defect is 500 and keeps its text to the log', async () => {
    const own = aContext();
    own.store.listProjects = () => Promise.reject(new Error('secret'));
    expect((await refusal(apiPaths.projects(), {}, own)).status).toBe(500);
    own.store.listProjects = () => Promise.reject(new AppError('unavailable', 'Busy; try again.'));
    expect(await refusal(apiPaths.projects(), {}, own)).toMatchObject({ status: 503, detail: 'Busy; try again.' });
  });

  test('GET /api/openapi.json is the document', async () => {
    const document = await (await callApi(ctx, '/api/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
  });
});

describe('redirects', () => {
  const locationOf = async (path: string, context = ctx) => {
    const response = await callApi(context, path, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(307);
    return response.headers.get('location');
  };

  test('lead from an id in a log to its page', async () => {
    const { datapoints } = await get(apiPaths.datapoints('demo', FIXED), datapointListSchema);
    const { sessionId, datapointId } = datapoints[0] ?? {};
    const { spans } = await get(apiPaths.session('demo', sessionId ?? ''), sessionDetailSchema);
    const { spanId = '', traceId = '' } = spans[0] ?? {};
    expect(await locationOf(`/r/run/${FIXED}`)).toBe(`/p/demo/runs/${FIXED}`);
    expect(await locationOf(`/r/datapoint/${datapointId}`)).toMatch(/^\/p\/demo\/runs\/[\w-]+\/d\//);
    expect(await locationOf(`/r/session/${sessionId}`)).toBe(`/p/demo/sessions/${sessionId}`);
    const ofTrace = `/p/demo/sessions/${sessionId}?trace=${traceId}`;
    expect(await locationOf(`/r/trace/${traceId.toUpperCase()}`)).toBe(ofTrace);
    expect(await locationOf(`/r/span/${spanId}`)).toBe(`/p/demo/sessions/${sessionId}?span=${spanId}&trace=${traceId}`);
  });

  test('keep their meaning when a second place knows the id: the first one counts', async () => {
    const own = aContext();
    for (const [name, minute] of [
      ['b', 1],
      ['a', 2],
    ] as const) {
      const project = await own.store.ensureProject(name);
      await own.store.putRun(project.id, 'r1', {}, new Date(Date.UTC(2026, 1, 1, 0, minute)));
    }
    expect(await locationOf('/r/run/r1', own)).toBe('/p/b/runs/r1');
  });

  test.each(['//evil.example', 'a/b', '..'])('to %j stay on this server', async (id) => {
    const own = aContext();
    const project = await own.store.ensureProject(id);
    await own.store.putRun(project.id, id, {}, own.now());
    const target = new URL(
      (await locationOf(`/r/run/${id === '..' ? '~..' : encodeURIComponent(id)}`, own)) ?? '',
      'http://localhost:3000',
    );
    expect(target.origin).toBe('http://localhost:3000');
    expect(target.pathname.split('/')).toHaveLength(5);
  });

  test('an unknown id is a page for people and a problem for scripts', async () => {
    expect(await locationOf('/r/run/r0')).toBe('/not-found/run/r0');
    expect(await locationOf('/r/nonsense/x')).toBe('/not-found/nonsense/x');
    expect(await refusal('/r/run/r0')).toMatchObject({ status: 404 });
    expect((await refusal('/r/nonsense/x')).detail).toContain('run, datapoint, session, trace, span');
  });
});
