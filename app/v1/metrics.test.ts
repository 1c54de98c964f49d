import { beforeEach, describe, expect, it } from 'vitest';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';

const ID = /^[0-9a-f]{24}$/;
const NOW = '2026-11-21T12:00:00.000Z';
const PYTHON = { name: 'exact', type: 'PYTHON', criteria: 'def f(): return 1' };

let ctx: AppContext;
let call: CallDataPlane;

beforeEach(() => {
  ctx = aContext();
  call = callDataPlane(ctx);
});

async function aMetric(body: object = PYTHON): Promise<string> {
  await call('POST', '/v1/metrics', body);
  const { body: answer } = await call('GET', '/v1/metrics');
  return answer.metrics.at(-1).id;
}

async function kept(id: string) {
  return (await call('GET', `/v1/metrics?id=${id}`)).body.metrics[0];
}

async function versions(id: string) {
  return (await call('GET', `/v1/metrics/${id}/versions`)).body.data;
}

describe('POST and GET metrics', () => {
  it('answers exactly what the Python client reads, with what upstream fills in', async () => {
    const { status, body } = await call('POST', '/v1/metrics', PYTHON);
    expect({ status, body }).toEqual({ status: 200, body: { inserted: true, metric_id: expect.stringMatching(ID) } });
    expect((await call('GET', '/v1/metrics')).body).toEqual({
      metrics: [
        {
          id: body.metric_id,
          ...PYTHON,
          description: '',
          return_type: 'float',
          enabled_in_prod: false,
          needs_ground_truth: false,
          sampling_percentage: 10,
          model_provider: null,
          model_name: null,
          scale: null,
          threshold: null,
          categories: null,
          child_metrics: null,
          filters: { filterArray: [] },
          created_at: NOW,
          updated_at: NOW,
        },
      ],
    });
  });

  it('without the prefix takes and answers what npm 1.0.42 says: a bare list, other words, no nulls', async () => {
    const legacy = { task: 'p', type: 'custom', name: 'm', description: 'd', return_type: 'boolean', pass_when: true };
    const code = { code_snippet: 'def f(): ...', event_name: 'All', event_type: 'model', threshold: { min: 0 } };
    expect((await call('POST', '/metrics', { ...legacy, ...code })).status).toBe(200);
    const { body } = await call('GET', '/metrics?project_name=p');
    expect(body).toEqual([expect.objectContaining({ ...legacy, ...code, _id: expect.stringMatching(ID) })]);
    expect(Object.values(body[0])).not.toContain(null);
    const current = (await call('GET', '/v1/metrics?project=p')).body.metrics[0];
    expect(current).toMatchObject({ type: 'PYTHON', criteria: code.code_snippet, return_type: 'boolean' });
    expect(current).not.toHaveProperty('task');
  });

  it('of the current words npm 1.0.42 is told the older ones', async () => {
    await call('POST', '/v1/metrics', { name: 'l', type: 'LLM', criteria: 'Is it?', return_type: 'categorical' });
    expect((await call('GET', '/metrics')).body).toEqual([
      expect.objectContaining({ type: 'model', prompt: 'Is it?', return_type: 'string', task: 'default' }),
    ]);
  });

  it('lists by type in either spelling, and by id', async () => {
    await aMetric();
    const human = await aMetric({ name: 'h', type: 'HUMAN' });
    for (const query of ['type=HUMAN', 'type=human', `id=${human}`]) {
      const { body } = await call('GET', `/v1/metrics?${query}`);
      expect(body.metrics.map(({ id }: { id: string }) => id)).toEqual([human]);
    }
    expect(await kept(human)).toMatchObject({ enabled_in_prod: true });
    expect((await call('GET', '/v1/metrics?id=nobody')).body).toEqual({ metrics: [] });
  });

  it.each([
    ['criterion', { ...PYTHON, criterion: 'typo' }],
    ['__proto__', '{"name": "n", "type": "HUMAN", "__proto__": {}}'],
    ['type', { ...PYTHON, type: 'JAVA' }],
    ['criteria', { name: 'n', type: 'LLM' }],
    ['sampling_percentage', { ...PYTHON, sampling_percentage: 101 }],
    ['categories.0.score', { ...PYTHON, categories: [{ category: 'c' }] }],
    ['filters.filterArray.0', { ...PYTHON, filters: { filterArray: [{ field: 'x' }] } }],
    ['name', { type: 'HUMAN' }],
  ])('refuses a wrong %s by its name', async (member, body) => {
    const answer = await call('POST', '/v1/metrics', body);
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.detail).toContain(member);
  });
});

describe('PUT and DELETE metrics', () => {
  it.each([
    ['/v1/metrics/{id}', undefined],
    ['/metrics/{id}', undefined],
    ['/v1/metrics', 'id'],
    ['/metrics', 'metric_id'],
  ])('%s changes what is sent and leaves the rest (id in the body: %s)', async (path, member) => {
    const id = await aMetric({ ...PYTHON, threshold: { min: 1 } });
    const named = member === undefined ? {} : { [member]: id };
    const answer = await call('PUT', path.replace('{id}', id), { ...named, name: 'renamed', threshold: null });
    expect(answer).toMatchObject({ status: 200, body: { updated: true } });
    expect(await kept(id)).toMatchObject({ ...PYTHON, name: 'renamed', threshold: null });
  });

  it.each(['/v1/metrics/{id}', '/metrics/{id}', '/v1/metrics?metric_id={id}', '/metrics?metric_id={id}'])(
    'DELETE %s removes it with its versions',
    async (path) => {
      const id = await aMetric();
      expect(await call('DELETE', path.replace('{id}', id))).toMatchObject({ status: 200, body: { deleted: true } });
      expect(await kept(id)).toBeUndefined();
      const { id: project } = await ctx.store.ensureProject('default');
      const left = await ctx.store.listEntries(project, { kind: 'metric-version', offset: 0, limit: 9 });
      expect(left).toEqual([]);
    },
  );

  it('refuses an update that names no metric', async () => {
    const { status, body } = await call('PUT', '/v1/metrics', { name: 'n' });
    expect(status).toBe(400);
    expect(body.detail).toContain('id');
  });
});

describe('versions', () => {
  it('are kept of every definition a metric has, oldest first, one of them deployed', async () => {
    const id = await aMetric();
    await call('PUT', `/v1/metrics/${id}`, { description: 'better' });
    await call('PUT', `/v1/metrics/${id}`, { description: 'better' });
    const all = await versions(id);
    const states = all.map(({ message, deployed }: { message: string; deployed: boolean }) => [message, deployed]);
    expect(new Map(states)).toEqual(
      new Map([
        ['Created', false],
        ['Updated', true],
      ]),
    );
    for (const version of all) {
      expect(version).toMatchObject({ name: version.full_sha.slice(0, 12), date: NOW, content: PYTHON });
    }
  });

  it('a new one changes nothing until it is deployed, by short or whole name', async () => {
    const id = await aMetric();
    const content = { ...PYTHON, criteria: 'def f(): return 2' };
    const made = await call('POST', `/v1/metrics/${id}/versions`, { message: 'second', content });
    expect(made).toMatchObject({ status: 200, body: { success: true, data: { message: 'second', deployed: false } } });
    expect(await kept(id)).toMatchObject(PYTHON);
    const deployed = await call('POST', `/v1/metrics/${id}/versions/${made.body.data.name}/deploy`);
    expect(deployed).toMatchObject({ status: 200, body: { success: true, data: { deployed: true, content } } });
    expect(await kept(id)).toMatchObject(content);
    const [first] = (await versions(id)).filter(({ deployed }: { deployed: boolean }) => !deployed);
    await call('POST', `/v1/metrics/${id}/versions/${first.full_sha}/deploy`);
    expect(await kept(id)).toMatchObject(PYTHON);
  });

  it('a new one can be deployed at once', async () => {
    const id = await aMetric();
    const content = { ...PYTHON, name: 'other' };
    const body = { message: 'm', content, deploy_immediately: true };
    expect((await call('POST', `/v1/metrics/${id}/versions`, body)).body.data.deployed).toBe(true);
    expect(await kept(id)).toMatchObject({ name: 'other' });
  });

  it.each([
    [409, 'already', { message: 'the same', content: PYTHON }],
    [400, 'content.criteria', { message: 'm', content: { name: 'n', type: 'LLM' } }],
    [400, 'messages', { message: 'm', messages: 'm', content: PYTHON }],
  ])('answers %d naming %s', async (status, named, body) => {
    const id = await aMetric();
    const answer = await call('POST', `/v1/metrics/${id}/versions`, body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(named);
  });

  it('of an unknown name is a 404', async () => {
    const id = await aMetric();
    const { status, body } = await call('POST', `/v1/metrics/${id}/versions/nobody/deploy`);
    expect(status).toBe(404);
    expect(body.detail).toContain('no version "nobody"');
  });
});

it.each(['/v1/metrics/run', '/metrics/run', '/v1/metrics/run_metric', '/metrics/run_metric'])(
  'POST %s is not served, and says why',
  async (path) => {
    const answer = await call('POST', path, { metric: {}, event: {} });
    expect(answer).toMatchObject({ status: 501, type: 'application/problem+json' });
    expect(answer.body.detail).toContain('runs neither models nor code');
  },
);

it.each(['/v1/charts', '/charts/x', '/v1/queues', '/tools'])('%s is not served, and says why', async (path) => {
  const answer = await call('GET', path);
  expect(answer).toMatchObject({ status: 501, body: { detail: expect.stringContaining(path) } });
});

it.each([
  ['PUT', '/v1/metrics/nobody', {}],
  ['PUT', '/v1/metrics', { id: 'nobody' }],
  ['DELETE', '/v1/metrics/nobody', undefined],
  ['DELETE', '/v1/metrics?metric_id=nobody', undefined],
  ['GET', '/v1/metrics/nobody/versions', undefined],
  ['POST', '/v1/metrics/nobody/versions', { message: 'm', content: PYTHON }],
  ['POST', '/v1/metrics/nobody/versions/v/deploy', undefined],
])('%s %s says that there is no such metric', async (method, path, body) => {
  const answer = await call(method, path, body);
  expect(answer.status).toBe(404);
  expect(answer.body.detail).toContain('no metric with the id "nobody"');
});
