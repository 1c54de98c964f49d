import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfigError, parseEnvironment } from '@/lib/env';
import type { AppContext } from '@/lib/services/context';
import type { SendRequest } from '@/lib/services/load-sample';
import { aContext } from '@/lib/testing/a-context';
import { aKey } from '@/lib/testing/a-key';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

const RUN = '1b350fc8-d651-4b47-bc46-6ee5d9565ea6';
const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';

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

  it.each([
    ['upstream offers and this server does not', 501, '/v1/charts'],
    ['nobody knows', 404, '/v1/nothing'],
  ])('a call that %s is a %d in JSON', async (_what, status, path) => {
    const answer = await call('GET', path);
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    expect(answer.body.detail).toContain(`GET ${path}`);
  });
});

describe('where a refused call is listed', () => {
  const listedIn = async (project: string) => {
    const { id } = await ctx.store.ensureProject(project);
    const { items } = await ctx.store.listDeliveries(id, { limit: 10 });
    return items.map(({ status, warnings }) => ({ status, warnings }));
  };

  it('without keys: in the project it names, else in default, where there is one', async () => {
    await call('POST', '/v1/runs', { name: 7 }, { 'x-project': 'nobody' });
    await call('POST', '/v1/runs', { name: 7 });
    expect(await projectNames()).toEqual([]);
    await ctx.store.ensureProject('named');
    await call('POST', '/v1/runs', { name: 7 }, { 'x-project': 'named' });
    expect(await listedIn('named')).toEqual([{ status: 400, warnings: [expect.stringContaining('name')] }]);
    expect(await listedIn('default')).toEqual([]);
    await call('POST', '/v1/runs', { name: 7 });
    expect(await listedIn('default')).toHaveLength(1);
  });

  it('on the run that its address names', async () => {
    await call('POST', '/v1/runs', { run_id: RUN, project: 'default' });
    await call('PUT', `/runs/${RUN}`, { status: 'done' });
    const { id } = await ctx.store.ensureProject('default');
    const { items } = await ctx.store.listDeliveries(id, { runId: RUN, limit: 10 });
    expect(items.map(({ method, status }) => [method, status])).toEqual(expect.arrayContaining([['PUT', 400]]));
  });

  it('with keys: in the project of the key; a call without a key nowhere', async () => {
    const authorization = `Bearer ${await aKey(ctx, 'own', 'read')}`;
    await call('POST', '/v1/runs', {}, { 'x-project': 'own' });
    expect(await listedIn('own')).toEqual([]);
    await call('POST', '/v1/runs', {}, { authorization, 'x-project': 'other' });
    expect(await listedIn('own')).toEqual([{ status: 403, warnings: [expect.stringContaining('takes ingest')] }]);
    expect(await listedIn('other')).toEqual([]);
  });

  it('a key whose project was deleted opens none', async () => {
    const authorization = `Bearer ${await aKey(ctx, 'own', 'admin')}`;
    await call('GET', '/v1/runs', undefined, { authorization });
    await ctx.store.deleteProject('own');
    await call('POST', '/v1/runs', {}, { authorization });
    expect((await call('GET', '/v1/runs', undefined, { authorization })).status).toBe(401);
    expect(await projectNames()).toEqual([]);
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
