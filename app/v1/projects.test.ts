import { beforeEach, describe, expect, it } from 'vitest';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { aKey } from '@/lib/testing/a-key';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';

const PREFIXES = ['/v1', ''] as const;

let ctx: AppContext;
let call: CallDataPlane;

beforeEach(() => {
  ctx = aContext();
  call = callDataPlane(ctx);
});

const names = (list: { name: string }[]) => list.map(({ name }) => name);

describe('without keys', () => {
  it.each(PREFIXES)('%s/projects makes a project and lists it in a bare list', async (prefix) => {
    const { status, body } = await call('POST', `${prefix}/projects`, { name: 'demo', description: 'd', type: 't' });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        id: 'demo',
        name: 'demo',
        description: 'd',
        type: 't',
        org_id: 'local',
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    });
    expect((await call('GET', `${prefix}/projects`)).body).toEqual([body]);
    expect((await call('GET', `${prefix}/projects?name=demo`)).body).toEqual([body]);
    expect((await call('GET', `${prefix}/projects?name=typo`)).body).toEqual([]);
  });

  it('lists those that calls have made, with an empty description', async () => {
    await call('POST', '/v1/runs', { project: 'b' });
    await call('POST', '/v1/datasets', { project: 'a' });
    const { body } = await call('GET', '/v1/projects');
    expect(names(body)).toEqual(['a', 'b']);
    expect(body[0].description).toBe('');
  });

  it.each([
    ['of npm', { project_id: 'demo' }],
    ['of npm with the name', { project_id: 'demo', name: 'demo' }],
    ['of Python', { name: 'demo' }],
    ['of Python with the same new name', { name: 'demo', new_name: 'demo' }],
  ])('PUT in the form %s changes the description', async (_form, named) => {
    await call('POST', '/v1/projects', { name: 'demo', type: 'kept' });
    const answer = await call('PUT', '/projects', { ...named, description: 'new' });
    expect(answer).toMatchObject({ status: 200, body: { name: 'demo', description: 'new', type: 'kept' } });
    expect((await call('GET', '/v1/projects')).body[0]).toMatchObject({ description: 'new', type: 'kept' });
  });

  it.each([
    { project_id: 'demo', name: 'other' },
    { name: 'demo', new_name: 'other' },
  ])('PUT of another name (%j) is refused with the reason', async (body) => {
    await call('POST', '/v1/projects', { name: 'demo' });
    const answer = await call('PUT', '/v1/projects', { ...body, description: 'new' });
    expect(answer).toMatchObject({ status: 501, body: { detail: expect.stringContaining('renames no project') } });
    expect((await call('GET', '/v1/projects')).body[0]).toMatchObject({ name: 'demo', description: '' });
  });

  it.each(PREFIXES)('DELETE %s/projects removes an empty project with its catalog', async (prefix) => {
    await call('POST', '/v1/projects', { name: 'demo', description: 'gone' });
    await call('POST', '/v1/datasets', { project: 'demo' });
    const answer = await call('DELETE', `${prefix}/projects?name=demo`);
    expect(answer).toMatchObject({ status: 200, body: { deleted: true } });
    expect((await call('GET', '/v1/projects')).body).toEqual([]);
    await call('POST', '/v1/projects', { name: 'demo' });
    expect((await call('GET', '/v1/datasets?project=demo')).body).toEqual({ datasets: [] });
    expect((await call('GET', '/v1/projects')).body[0].description).toBe('');
  });

  it('DELETE of one with runs is a conflict', async () => {
    await call('POST', '/v1/runs', { project: 'demo' });
    expect((await call('DELETE', '/v1/projects?name=demo')).status).toBe(409);
    expect(names((await call('GET', '/v1/projects')).body)).toEqual(['demo']);
  });

  it.each([
    ['POST', '/v1/projects', { name: '' }, 400, 'name'],
    ['POST', '/v1/projects', { name: 'there' }, 409, '"there"'],
    ['PUT', '/v1/projects', {}, 400, 'project_id'],
    ['PUT', '/v1/projects', { project_id: 'nobody' }, 404, '"nobody"'],
    ['DELETE', '/v1/projects', undefined, 400, 'name'],
    ['DELETE', '/v1/projects?name=nobody', undefined, 404, '"nobody"'],
  ])('%s %s %j is %d naming %s', async (method, path, body, status, named) => {
    await call('POST', '/v1/projects', { name: 'there' });
    const answer = await call(method, path, body);
    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    expect(answer.body.detail).toContain(named);
  });
});

describe('with a key', () => {
  it('there is only its own project', async () => {
    await call('POST', '/v1/projects', { name: 'theirs' });
    const headers = { authorization: `Bearer ${await aKey(ctx, 'ours', 'admin')}` };
    expect(names((await call('GET', '/v1/projects', undefined, headers)).body)).toEqual(['ours']);
    expect((await call('GET', '/v1/projects?name=theirs', undefined, headers)).body).toEqual([]);
    const update = (name: string) => call('PUT', '/v1/projects', { name, description: 'd' }, headers);
    expect((await update('ours')).status).toBe(200);
    expect((await update('theirs')).status).toBe(404);
    expect((await call('POST', '/v1/projects', { name: 'new' }, headers)).status).toBe(403);
    expect((await call('DELETE', '/v1/projects?name=ours', undefined, headers)).status).toBe(403);
    expect((await ctx.store.listProjects()).map(({ name }) => name)).toEqual(['ours', 'theirs']);
  });
});
