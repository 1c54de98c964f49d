import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError, parseEnvironment } from '@/lib/env';
import type { AppContext } from '@/lib/services/context';
import type { SendRequest } from '@/lib/services/load-sample';
import { aContext } from '@/lib/testing/a-context';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

const RUN = '1b350fc8-d651-4b47-bc46-6ee5d9565ea6';
const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let ctx: AppContext;
let send: SendRequest;

beforeEach(() => {
  ctx = aContext();
  send = sendToHandlers(ctx);
});

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await send(
    new Request(`http://localhost${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...init,
    }),
  );
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
}

const projectNames = async () => (await ctx.store.listProjects()).map(({ name }) => name);

describe('POST /v1/runs', () => {
  it('answers with exactly the members that clients read, and keeps their run id', async () => {
    const { status, body } = await call('POST', '/v1/runs', {
      run_id: RUN,
      name: 'r',
      status: 'pending',
      event_ids: [],
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      run_id: RUN,
      evaluation: {
        id: RUN,
        run_id: RUN,
        name: 'r',
        description: null,
        status: 'pending',
        metadata: {},
        results: {},
        event_ids: [],
        configuration: {},
        is_active: true,
        created_at: '2026-11-21T12:00:00.000Z',
        updated_at: '2026-11-21T12:00:00.000Z',
        scope_type: 'project',
        scope_id: 'default',
        dataset_id: null,
        dataset_name: null,
      },
    });
  });

  it.each(['/v1/runs', '/runs'])('takes the bare body and the one under `run` at %s', async (path) => {
    const bare = await call('POST', path, { name: 'bare' });
    const wrapped = await call('POST', path, { run: { name: 'wrapped', project: 'demo' } });
    expect(bare.body.evaluation.name).toBe('bare');
    expect(wrapped.body.evaluation).toMatchObject({ name: 'wrapped', scope_id: 'demo' });
    expect(wrapped.body.run_id).toMatch(UUID);
  });

  it('moves legacy members and a client-side dataset id into metadata', async () => {
    const legacy = { evaluators: ['e'], session_ids: ['s'], datapoint_ids: ['d'], passing_ranges: { m: { min: 1 } } };
    const { body } = await call('POST', '/v1/runs', { run_id: RUN, dataset_id: 'EXT-1', ...legacy });
    expect(body.evaluation).toMatchObject({
      dataset_id: 'EXT-1',
      metadata: { offline_dataset_id: 'EXT-1', ...legacy },
    });
    const project = await ctx.store.ensureProject('default');
    expect(await ctx.store.getRun(project.id, RUN)).toMatchObject({ datasetId: 'EXT-1', datapointIds: ['d'] });
  });

  it('files a run under the offline dataset id that the Python client puts in metadata', async () => {
    const { body } = await call('POST', '/v1/runs', { run_id: RUN, metadata: { offline_dataset_id: 'EXT-2' } });
    expect(body.evaluation.dataset_id).toBe('EXT-2');
  });

  it('remembers which client made the run', async () => {
    const headers = { 'hh-client-package': 'honeyhive', 'hh-client-version': '1.5.1' };
    await call('POST', '/v1/runs', { run_id: RUN }, headers);
    const project = await ctx.store.ensureProject('default');
    expect((await ctx.store.getRun(project.id, RUN))?.client).toEqual({ name: 'honeyhive', version: '1.5.1' });
  });

  it('announced again, takes nothing back of what is known', async () => {
    await call('PUT', `/v1/runs/${RUN}`, { status: 'completed', event_ids: [SESSION] });
    const { body } = await call('POST', '/v1/runs', { run_id: RUN, name: 'late', status: 'pending', event_ids: [] });
    expect(body.evaluation).toMatchObject({ name: 'late', status: 'completed', event_ids: [SESSION] });
  });
});

describe('PUT and GET /v1/runs/{id}', () => {
  it('merges metadata, results and configuration and replaces the rest', async () => {
    await call('POST', '/v1/runs', { run_id: RUN, name: 'a', metadata: { x: 1, y: 1 }, configuration: { c: 1 } });
    const { body } = await call('PUT', `/v1/runs/${RUN}`, { metadata: { y: 2 }, event_ids: [SESSION], name: null });
    expect(body.evaluation).toMatchObject({ name: 'a', metadata: { x: 1, y: 2 }, configuration: { c: 1 } });
    expect(await call('GET', `/v1/runs/${RUN}`)).toMatchObject({ status: 200, body });
  });

  it('before the run was created, creates it', async () => {
    const { status, body } = await call('PUT', `/v1/runs/${RUN}`, { status: 'completed' });
    expect(status).toBe(200);
    expect(body.evaluation).toMatchObject({ run_id: RUN, status: 'completed' });
  });

  it('of an unknown run is a 404 that says what to do', async () => {
    const { status, type, body } = await call('GET', `/v1/runs/${RUN}`);
    expect({ status, type }).toEqual({ status: 404, type: 'application/problem+json' });
    expect(body.detail).toContain(RUN);
  });
});

describe('GET /v1/runs/{id}/result', () => {
  it('has exactly the members that clients read, over the events that carry their ids', async () => {
    await call('POST', '/v1/runs', { run_id: RUN });
    const metadata = { run_id: RUN, datapoint_id: 'd1' };
    await call('POST', '/session/start', { session: { session_id: SESSION, session_name: 's', metadata } });
    await call('PUT', '/events', { event_id: SESSION, metrics: { ev: 0.5 } });
    const { status, body } = await call('GET', `/v1/runs/${RUN}/result?aggregate_function=max`);
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(
      ['datapoints', 'event_details', 'failed', 'metrics', 'passed', 'run_object', 'status', 'success'].sort(),
    );
    expect(body).toMatchObject({
      success: true,
      passed: ['d1'],
      metrics: { aggregation_function: 'max', details: [{ metric_name: 'ev', aggregate: 0.5 }] },
      datapoints: [{ datapoint_id: 'd1', session_id: SESSION, passed: true }],
      run_object: { run_id: RUN },
    });
  });

  it('refuses an unknown way to aggregate, by name', async () => {
    await call('POST', '/v1/runs', { run_id: RUN });
    const { status, body } = await call('GET', `/v1/runs/${RUN}/result?aggregate_function=mode`);
    expect(status).toBe(400);
    expect(body.detail).toContain('aggregate_function');
  });
});

describe('POST /session/start and POST /v1/sessions', () => {
  it('answers with the session as it is kept', async () => {
    const members = { session_name: 'exp', source: 'evaluation', inputs: { q: 'a' }, metadata: { run_id: RUN } };
    const { status, body } = await call('POST', '/session/start', { session: { session_id: SESSION, ...members } });
    expect(status).toBe(200);
    expect(body).toEqual({
      event_id: SESSION,
      session_id: SESSION,
      parent_id: null,
      children_ids: [],
      event_type: 'session',
      event_name: 'exp',
      config: {},
      inputs: { q: 'a' },
      outputs: {},
      error: null,
      source: 'evaluation',
      duration: null,
      user_properties: {},
      metrics: {},
      feedback: {},
      metadata: { run_id: RUN },
      org_id: 'local',
      workspace_id: 'local',
      project_id: 'default',
      start_time: Date.parse('2026-11-21T12:00:00Z'),
      end_time: null,
    });
  });

  it.each([undefined, null, 'not-a-uuid', 7])('makes an id where the client sends %j', async (session_id) => {
    const { status, body } = await call('POST', '/v1/sessions', { session_id });
    expect(status).toBe(200);
    expect(body.session_id).toMatch(UUID);
    expect(body).toMatchObject({ event_id: body.session_id, event_name: 'unknown', source: 'unknown' });
  });

  it('falls back to event_name, and ignores what it does not know', async () => {
    const { body } = await call('POST', '/v1/sessions', { event_name: 'e', what_is_this: { deep: [1] } });
    expect(body.event_name).toBe('e');
  });
});

describe('PUT /events and PUT /v1/events/{id}', () => {
  beforeEach(async () => {
    const session = { session_id: SESSION, metadata: { a: 1, b: 1 }, outputs: { old: 1 } };
    await call('POST', '/session/start', { session });
  });

  const kept = async () => (await call('GET', `/v1/events/${SESSION}`)).body.event;

  it('merges buckets, replaces outputs, and answers an empty object', async () => {
    const update = { event_id: SESSION, metadata: { b: 2 }, outputs: { new: 1 }, feedback: { ground_truth: 'g' } };
    expect(await call('PUT', '/events', update)).toMatchObject({ status: 200, body: {} });
    expect(await kept()).toMatchObject({
      metadata: { a: 1, b: 2 },
      outputs: { new: 1 },
      feedback: { ground_truth: 'g' },
      project_id: 'default',
    });
  });

  it('keeps outputs when null is sent, and takes a text for them', async () => {
    await call('PUT', `/v1/events/${SESSION}`, { outputs: null });
    expect((await kept()).outputs).toEqual({ old: 1 });
    await call('PUT', `/v1/events/${SESSION}`, { outputs: 'done' });
    expect((await kept()).outputs).toBe('done');
  });

  it('before the session starts, loses nothing', async () => {
    const other = '125dcf0a-5dd9-47b7-bcfd-e009608b5bc8';
    await call('PUT', '/events', { event_id: other, metrics: { ev: 1 } });
    const { body } = await call('POST', '/session/start', { session: { session_id: other, session_name: 'late' } });
    expect(body).toMatchObject({ event_name: 'late', metrics: { ev: 1 } });
  });

  it('keeps 64-bit integers and a key called __proto__', async () => {
    const text = `{"metadata": {"big": 9223372036854775807, "__proto__": {"polluted": true}}}`;
    const request = new Request(`http://localhost/v1/events/${SESSION}`, { method: 'PUT', body: text });
    request.headers.set('content-type', 'application/json');
    expect((await send(request)).status).toBe(200);
    const answer = await (await send(new Request(`http://localhost/v1/events/${SESSION}`))).text();
    expect(answer).toContain('"big":9223372036854775807');
    expect(answer).toContain('"__proto__":{"polluted":true}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('POST /events', () => {
  it('keeps an event under its session, from both forms', async () => {
    const event = { event_type: 'tool', event_name: 'manual', session_id: SESSION, inputs: { x: 1 }, duration: 5 };
    const wrapped = await call('POST', '/events', { event });
    const bare = await call('POST', '/v1/events', event);
    for (const { status, body } of [wrapped, bare]) {
      expect({ status, body }).toEqual({ status: 200, body: { success: true, event_id: expect.stringMatching(UUID) } });
      const { body: found } = await call('GET', `/v1/events/${body.event_id}`);
      expect(found.event).toMatchObject({ ...event, parent_id: SESSION });
    }
  });

  it('starts a session when that is its type', async () => {
    await call('POST', '/v1/events', { event_type: 'session', event_name: 's', session_id: SESSION });
    const { body } = await call('GET', `/v1/events/${SESSION}`);
    expect(body.event).toMatchObject({ event_type: 'session', event_name: 's', parent_id: null });
  });

  it('names the member that is wrong', async () => {
    const { status, body } = await call('POST', '/v1/events', { event_type: 'unknown-type' });
    expect(status).toBe(400);
    expect(body.detail).toContain('event_type');
  });
});

describe('POST /v1/events/export', () => {
  beforeEach(async () => {
    for (let n = 0; n < 5; n++) {
      const event = { event_type: 'tool', event_name: `e${n}`, session_id: SESSION, start_time: 1000 + n };
      await call('POST', '/v1/events', { ...event, metadata: { n, run_id: n < 2 ? RUN : 'other' } });
    }
  });

  const isTool = { field: 'event_type', operator: 'is', value: 'tool', type: 'string' };
  const names = (body: { events: { event_name: string }[] }) => body.events.map((event) => event.event_name);

  it('answers newest first, page by page, with the count of all that match', async () => {
    const first = await call('POST', '/v1/events/export', { filters: [isTool], limit: 2 });
    const second = await call('POST', '/events/export', { filters: [isTool], limit: 2, page: 2 });
    const past = await call('POST', '/v1/events/export', { filters: [isTool], limit: 2, page: 9 });
    expect(first).toMatchObject({ status: 200, body: { count: 5 } });
    expect([names(first.body), names(second.body), names(past.body)]).toEqual([['e4', 'e3'], ['e2', 'e1'], []]);
  });

  it('filters by content, time and run', async () => {
    const few = { field: 'metadata.n', operator: 'greater than', value: 1, type: 'number' };
    const dateRange = { $gte: new Date(1002).toISOString(), $lte: 1003 };
    expect(names((await call('POST', '/v1/events/export', { filters: [isTool, few] })).body)).toEqual([
      'e4',
      'e3',
      'e2',
    ]);
    expect(names((await call('POST', '/v1/events/export', { filters: [], dateRange })).body)).toEqual(['e3', 'e2']);
    const ofRun = await call('POST', '/v1/events/export', { filters: [], evaluation_id: RUN });
    expect(names(ofRun.body)).toEqual(['e1', 'e0']);
  });

  it('shows only the projections', async () => {
    const { body } = await call('POST', '/v1/events/export', {
      filters: [isTool],
      limit: 1,
      projections: ['metadata.n'],
    });
    expect(body.events).toEqual([{ 'metadata.n': 4 }]);
  });

  it.each([
    ['type', { ...isTool, type: 'id' }],
    ['operator', { ...isTool, operator: 'like' }],
    ['value', { field: 'event_type', operator: 'is', type: 'string' }],
    ['filters.0', { field: 'metadata.n', operator: 'greater than', value: 'many', type: 'number' }],
  ])('refuses a filter with a wrong %s', async (member, filter) => {
    const { status, body } = await call('POST', '/v1/events/export', { filters: [filter] });
    expect(status).toBe(400);
    expect(body.detail).toContain(member);
  });

  it('finds the project by the session asked for', async () => {
    const session_id = '125dcf0a-5dd9-47b7-bcfd-e009608b5bc8';
    await call('POST', '/session/start', { session: { session_id, project: 'elsewhere' } });
    const filters = [{ field: 'session_id', operator: 'is', value: session_id, type: 'string' }];
    expect((await call('POST', '/v1/events/export', { filters })).body).toMatchObject({
      count: 1,
      events: [{ project: 'elsewhere' }],
    });
  });
});

describe('the project of a call', () => {
  it('is the one the client names, header before body', async () => {
    await call('POST', '/v1/runs', { project: 'from-body' }, { 'x-project': 'from-header' });
    await call('POST', '/v1/runs', { project: 'from-body' });
    expect(await projectNames()).toEqual(['from-body', 'from-header']);
  });

  it('is else the one of the run or session it names', async () => {
    await call('POST', '/v1/runs', { run_id: RUN, project: 'demo' });
    await call('POST', '/session/start', { session: { session_id: SESSION, metadata: { run_id: RUN } } });
    await call('PUT', '/events', { event_id: SESSION, metrics: { m: 1 } });
    await call('POST', '/v1/events', { event_type: 'tool', session_id: SESSION });
    await call('PUT', `/v1/runs/${RUN}`, { status: 'completed' });
    expect(await projectNames()).toEqual(['demo']);
  });
});

describe('what can not be taken', () => {
  it.each([
    ['text that is no JSON', 400, '{"name": ', 'application/json'],
    ['a member of the wrong type', 400, '{"name": 7}', 'application/json'],
    ['another content type', 415, '{}', 'text/xml'],
    ['more than the limit', 413, `{"name": "${'x'.repeat(5000)}"}`, 'application/json'],
  ])('%s is a problem document with %d, and is recorded', async (_what, status, body, type) => {
    ctx = aContext({ config: { ...parseEnvironment({}), maxBodyBytes: 4096 } });
    send = sendToHandlers(ctx);
    const recorded = vi.spyOn(ctx.store, 'recordDelivery');
    const request = new Request('http://localhost/v1/runs', {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    const response = await send(request);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, detail: expect.stringMatching(/\w/) });
    expect(recorded.mock.calls).toHaveLength(1);
    expect(recorded.mock.calls[0]?.[1]).toMatchObject({ path: '/v1/runs', status, warnings: [expect.any(String)] });
  });

  it('a fault of the server is answered without its text', async () => {
    vi.spyOn(ctx.store, 'putRun').mockRejectedValue(new ConfigError('secret path'));
    const { status, body } = await call('POST', '/v1/runs', {});
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret');
  });

  it('a call that upstream offers and this server does not is a 404 in JSON', async () => {
    const { status, body } = await call('GET', '/v1/datasets');
    expect(status).toBe(404);
    expect(body.detail).toContain('GET /v1/datasets');
  });
});

it('every accepted call is recorded with its body and its client', async () => {
  const recorded = vi.spyOn(ctx.store, 'recordDelivery');
  await call('POST', '/v1/runs', { run_id: RUN }, { 'user-agent': 'HoneyHive-Python-SDK/0.1.0rc3' });
  const project = await ctx.store.ensureProject('default');
  expect(recorded).toHaveBeenCalledExactlyOnceWith(
    project.id,
    expect.objectContaining({
      method: 'POST',
      status: 200,
      client: { name: 'HoneyHive-Python-SDK', version: '0.1.0rc3' },
    }),
    expect.objectContaining({ contentType: 'application/json', contentEncoding: '' }),
    { kind: 'run', id: RUN },
  );
});
