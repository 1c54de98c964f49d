import { beforeEach, describe, expect, it } from 'vitest';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';
import { measureDatapoint } from '@/lib/testing/measure-datapoint';

const RUN = '1b350fc8-d651-4b47-bc46-6ee5d9565ea6';
const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let ctx: AppContext;
let now: Date;
let call: CallDataPlane;

beforeEach(() => {
  now = new Date('2026-11-21T12:00:00Z');
  ctx = aContext({ now: () => now });
  call = callDataPlane(ctx);
});

/** Parameters of a query, printed. */
const asked = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();

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

describe('GET /v1/runs', () => {
  beforeEach(async () => {
    for (const [n, name] of ['c', 'a', 'b'].entries()) {
      now = new Date(`2026-11-2${n}T12:00:00Z`);
      const status = name === 'a' ? 'completed' : 'pending';
      await call('POST', '/v1/runs', {
        run_id: `run-${name}`,
        name,
        status,
        dataset_id: name === 'b' ? 'EXT-1' : 'ds',
      });
    }
    now = new Date('2026-11-22T13:00:00Z');
  });

  const list = async (parameters: Record<string, string> = {}, path = '/v1/runs') =>
    (await call('GET', `${path}?${asked(parameters)}`)).body;
  const names = ({ evaluations }: { evaluations: { name: string }[] }) => evaluations.map(({ name }) => name).join('');

  it('answers the newest first with a whole account of the pages', async () => {
    const body = await list();
    expect(names(body)).toBe('bac');
    expect(body.pagination).toEqual({
      page: 1,
      limit: 20,
      total: 3,
      total_unfiltered: 3,
      total_pages: 1,
      has_next: false,
      has_prev: false,
    });
  });

  it('goes page by page', async () => {
    const pages = await Promise.all(['1', '2', '3'].map((page) => list({ page, limit: '2' })));
    expect(pages.map(names)).toEqual(['ba', 'c', '']);
    expect(pages.map(({ pagination }) => [pagination.has_prev, pagination.has_next])).toEqual([
      [false, true],
      [true, false],
      [true, false],
    ]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['dataset', { dataset_id: 'ds' }, 'ac'],
    ['client-side dataset', { dataset_id: 'EXT-1' }, 'b'],
    ['name', { name: 'a' }, 'a'],
    ['status', { status: 'completed' }, 'a'],
    ['one id', { run_ids: 'run-a' }, 'a'],
    ['one id in a list', { 'run_ids[]': 'run-c' }, 'c'],
    ['dates as JSON text', { dateRange: '{"$gte": "2026-11-21T00:00:00Z"}' }, 'ba'],
    ['dates in parameters', { 'dateRange[$gte]': '2026-11-21', 'dateRange[$lte]': '2026-11-22' }, 'a'],
    ['relative dates', { dateRange: '{"relative": "24h"}' }, 'b'],
    ['relative dates in a parameter', { 'dateRange[relative]': '2d' }, 'ba'],
  ])('filters by %s', async (_what, parameters, expected) => {
    const body = await list(parameters);
    expect(names(body)).toBe(expected);
    expect(body.pagination).toMatchObject({ total: expected.length, total_unfiltered: 3 });
  });

  it('sorts as it is asked to', async () => {
    expect(names(await list({ sort_by: 'name', sort_order: 'asc' }))).toBe('abc');
    expect(names(await list({ sort_by: 'created_at', sort_order: 'asc' }))).toBe('cab');
    await call('PUT', '/v1/runs/run-c', { status: 'failed' });
    expect(names(await list({ sort_by: 'updated_at' }))).toBe('cba');
  });

  it.each<[string, Record<string, string>]>([
    ['limit', { limit: '101' }],
    ['page', { page: '0' }],
    ['page', { page: '1e300' }],
    ['page', { page: '1000001' }],
    ['status', { status: 'done' }],
    ['sort_by', { sort_by: 'id' }],
    ['dateRange', { dateRange: 'yesterday' }],
    ['dateRange[$gte]', { 'dateRange[$gte]': 'soon' }],
  ])('refuses a wrong %s, by name', async (member, parameters) => {
    const { status, body } = await call('GET', `/v1/runs?${asked(parameters)}`);
    expect(status).toBe(400);
    expect(body.detail).toContain(member);
  });

  it('puts a client-side dataset id back, and names a managed dataset', async () => {
    const { body } = await call('POST', '/v1/datasets', { name: 'questions' });
    const dataset_id = body.result.insertedId;
    await call('POST', '/v1/runs', { run_id: RUN, name: 'managed', dataset_id });
    const { evaluations } = await list();
    const described = (name: string) => evaluations.find((run: { name: string }) => run.name === name);
    expect(described('b')).toMatchObject({ dataset_id: 'EXT-1', metadata: { offline_dataset_id: 'EXT-1' } });
    expect(described('managed')).toMatchObject({ dataset_id, dataset_name: 'questions' });
  });

  it('names the metrics seen, and has the averages of every run', async () => {
    await measureDatapoint(call, 'run-a', 'd1', { ev: 1 });
    await measureDatapoint(call, 'run-a', 'd2', { ev: 0, other: 5 });
    const body = await list({ sort_by: 'name', sort_order: 'asc' });
    expect(body.metrics).toEqual(['ev', 'other']);
    expect(body.evaluations[0].metrics).toEqual({ ev: 0.5, other: 5 });
    await measureDatapoint(call, 'run-a', 'd3', { ev: 2 });
    expect((await list({ name: 'a' })).evaluations[0].metrics).toEqual({ ev: 1, other: 5 });
  });

  it('leaves out what is null for older clients, which refuse it', async () => {
    await call('POST', '/runs', { run: { run_id: RUN, project: 'default' } });
    const { evaluations } = await list({ project: 'default' }, '/runs');
    const run = evaluations.find((one: { run_id: string }) => one.run_id === RUN);
    expect(Object.values(run)).not.toContain(null);
    expect(run).toMatchObject({ _id: RUN, project: 'default', datapoint_ids: [] });
  });
});

it('what is nested as deep as may be sent can be listed, and deeper is refused', async () => {
  const deep = (levels: number) => `{"metadata": ${'{"a":'.repeat(levels - 1)}1${'}'.repeat(levels - 1)}}`;
  expect((await call('POST', '/v1/runs', deep(450))).status).toBe(200);
  expect((await call('GET', '/v1/runs')).body.evaluations).toHaveLength(1);
  const { status, body } = await call('POST', '/v1/runs', deep(451));
  expect(status).toBe(400);
  expect(body.detail).toContain('450 levels');
});

describe('DELETE /v1/runs/{id}', () => {
  it('removes the run with its sessions, for good', async () => {
    await call('POST', '/v1/runs', { run_id: RUN });
    await measureDatapoint(call, RUN, 'd1', { ev: 1 });
    expect((await call('DELETE', `/v1/runs/${RUN}`)).body).toEqual({ id: RUN, deleted: true });
    expect((await call('GET', `/v1/runs/${RUN}`)).status).toBe(404);
    expect((await call('DELETE', `/v1/runs/${RUN}`)).status).toBe(404);
    expect((await call('POST', '/v1/events/export', { filters: [] })).body.count).toBe(0);
  });
});
