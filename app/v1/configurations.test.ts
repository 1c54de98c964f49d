import { beforeEach, describe, expect, it } from 'vitest';
import { aContext } from '@/lib/testing/a-context';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';

const ID = /^[0-9a-f]{24}$/;
const NOW = '2026-11-21T12:00:00.000Z';
const MODEL = { name: 'c', provider: 'openai', parameters: { call_type: 'chat', model: 'gpt-4', top_k: 7 } };
const PREFIXES = ['/v1', ''] as const;

let call: CallDataPlane;

beforeEach(() => {
  call = callDataPlane(aContext());
});

async function aConfiguration(body: object = MODEL): Promise<string> {
  return (await call('POST', '/v1/configurations', body)).body.insertedId;
}

const names = (list: { name: string }[]) => list.map(({ name }) => name);

describe('POST and GET configurations', () => {
  it('answers exactly what the Python client reads', async () => {
    const { status, body } = await call('POST', '/v1/configurations', MODEL);
    const id = body.insertedId;
    expect({ status, body }).toEqual({
      status: 200,
      body: { acknowledged: true, insertedId: expect.stringMatching(ID) },
    });
    expect((await call('GET', '/v1/configurations')).body).toEqual({
      configurations: [
        {
          id,
          ...MODEL,
          type: 'LLM',
          env: [],
          tags: [],
          user_properties: null,
          project: 'default',
          created_at: NOW,
          updated_at: NOW,
        },
      ],
    });
  });

  it('without the prefix is a bare list with `_id` and no nulls, as npm 1.0.42 reads it', async () => {
    const made = await call('POST', '/configurations', { ...MODEL, project: 'p', env: ['dev'] });
    const { body } = await call('GET', '/configurations?project=p&env=dev');
    expect(body).toEqual([
      expect.objectContaining({ _id: made.body.insertedId, ...MODEL, project: 'p', env: ['dev'] }),
    ]);
    expect(body[0]).not.toHaveProperty('user_properties');
  });

  it('lists by name, environment and tags', async () => {
    await aConfiguration({ ...MODEL, name: 'a', env: ['dev', 'prod'], tags: ['x', 'y'] });
    await aConfiguration({ ...MODEL, name: 'b', env: ['prod'], tags: ['x'] });
    const list = async (query: string) => names((await call('GET', `/v1/configurations?${query}`)).body.configurations);
    expect(await list('name=b')).toEqual(['b']);
    expect(await list('env=prod')).toEqual(['a', 'b']);
    expect(await list('env=dev')).toEqual(['a']);
    expect(await list('tags=x')).toEqual(['a', 'b']);
    expect(await list('tags=x,%20y')).toEqual(['a']);
    expect(await list('project=typo')).toEqual([]);
  });

  it('keeps hostile names and great integers as they were sent', async () => {
    const parameters = '{"model":"m","__proto__":{"polluted":1},"seed":9007199254740993}';
    await call('POST', '/v1/configurations', `{"name": "h", "provider": "p", "parameters": ${parameters}}`);
    expect((await call('GET', '/v1/configurations')).text).toContain(`"parameters":${parameters}`);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    ['name', { ...MODEL, name: undefined }],
    ['provider', { ...MODEL, provider: 7 }],
    ['parameters', { ...MODEL, parameters: 'text' }],
    ['env.0', { ...MODEL, env: ['test'] }],
    ['type', { ...MODEL, type: 'chain' }],
  ])('refuses a wrong %s by its name', async (member, body) => {
    const answer = await call('POST', '/v1/configurations', body);
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.detail).toContain(member);
  });
});

describe('PUT and DELETE configurations/{id}', () => {
  it.each(PREFIXES)('at %s replaces what is sent and leaves the rest', async (prefix) => {
    const id = await aConfiguration({ ...MODEL, tags: ['kept'] });
    const answer = await call('PUT', `${prefix}/configurations/${id}`, { name: 'n', parameters: { model: 'other' } });
    expect(answer).toMatchObject({
      status: 200,
      body: { acknowledged: true, modifiedCount: 1, upsertedId: null, upsertedCount: 0, matchedCount: 1 },
    });
    const [kept] = (await call('GET', '/v1/configurations')).body.configurations;
    expect(kept).toMatchObject({ name: 'n', provider: 'openai', tags: ['kept'] });
    expect(kept.parameters).toEqual({ model: 'other' });
  });

  it.each(PREFIXES)('at %s deletes it', async (prefix) => {
    const id = await aConfiguration();
    const answer = await call('DELETE', `${prefix}/configurations/${id}`);
    expect(answer).toMatchObject({ status: 200, body: { acknowledged: true, deletedCount: 1 } });
    expect((await call('GET', '/v1/configurations')).body).toEqual({ configurations: [] });
  });

  it.each(['PUT', 'DELETE'])('%s of an unknown one says so', async (method) => {
    const answer = await call(method, '/v1/configurations/nobody', method === 'PUT' ? {} : undefined);
    expect(answer).toMatchObject({ status: 404, type: 'application/problem+json' });
    expect(answer.body.detail).toContain('no configuration with the id "nobody"');
  });
});
