import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';

const ID = /^[0-9a-f]{24}$/;
const NOW = '2026-11-21T12:00:00.000Z';
const PREFIXES = ['/v1', ''] as const;

let ctx: AppContext;
let call: CallDataPlane;

beforeEach(() => {
  ctx = aContext();
  call = callDataPlane(ctx);
});

async function aDataset(body: object = {}): Promise<string> {
  return (await call('POST', '/v1/datasets', body)).body.result.insertedId;
}

async function kept(id: string) {
  const { body } = await call('GET', `/v1/datasets?dataset_id=${id}`);
  return body.datasets[0];
}

describe('POST and GET datasets', () => {
  it('answers exactly what the Python client reads, with an id of 24 hex digits', async () => {
    const { status, body } = await call('POST', '/v1/datasets', { name: 'qa', datapoints: ['b', 'a', 'b'] });
    expect({ status, body }).toEqual({
      status: 200,
      body: { inserted: true, result: { insertedId: expect.stringMatching(ID) } },
    });
    const id = body.result.insertedId;
    expect((await call('GET', '/v1/datasets')).body).toEqual({
      datasets: [
        {
          id,
          name: 'qa',
          description: null,
          datapoints: ['b', 'a'],
          num_points: 2,
          project: 'default',
          created_at: NOW,
          updated_at: NOW,
        },
      ],
    });
  });

  it('without the prefix comes as npm 1.0.42 reads it: `testcases`, `_id`, and no nulls', async () => {
    const legacy = { type: 'evaluation', pipeline_type: 'event', saved: true, linked_evals: [], metadata: { m: 1 } };
    const made = await call('POST', '/datasets', { project: 'p', name: 'qa', ...legacy });
    const { body } = await call('GET', '/datasets?project=p&type=evaluation');
    const id = made.body.result.insertedId;
    expect(body).toEqual({
      testcases: [expect.objectContaining({ _id: id, id, name: 'qa', project: 'p', ...legacy })],
    });
    expect(body.testcases[0]).not.toHaveProperty('description');
    expect((await call('GET', '/datasets?project=p&type=fine-tuning')).body).toEqual({ testcases: [] });
  });

  it.each(PREFIXES)('lists in the order of creation at %s/datasets, and by id or name', async (prefix) => {
    const ids = [await aDataset({ name: 'a' }), await aDataset({ name: 'b' }), await aDataset({ name: 'a' })];
    const list = async (query: string) => {
      const { body } = await call('GET', `${prefix}/datasets${query}`);
      return (body.datasets ?? body.testcases).map(({ id }: { id: string }) => id);
    };
    expect(await list('')).toEqual(ids);
    expect(await list('?name=a')).toEqual([ids[0], ids[2]]);
    expect(await list(`?dataset_id=${ids[1]}`)).toEqual([ids[1]]);
    expect(await list(`?dataset_id=${ids[1]}&name=a`)).toEqual([]);
    expect(await list('?dataset_id=nobody')).toEqual([]);
  });

  it('lists more than are read at once', async () => {
    for (let n = 0; n < 1001; n++) await aDataset({ name: `${n}` });
    const { body } = await call('GET', '/v1/datasets');
    expect(body.datasets.map(({ name }: { name: string }) => name)).toEqual(
      Array.from({ length: 1001 }, (_, n) => `${n}`),
    );
  });

  it('is called Untitled Dataset without a name', async () => {
    expect(await kept(await aDataset())).toMatchObject({ name: 'Untitled Dataset', datapoints: [] });
  });

  it('is found by its id whatever its project, but a list is of one project, and asking makes none', async () => {
    const id = await aDataset({ project: 'elsewhere' });
    expect(await kept(id)).toMatchObject({ id, project: 'elsewhere' });
    expect((await call('GET', '/v1/datasets?project=typo')).body).toEqual({ datasets: [] });
    expect((await ctx.store.listProjects()).map(({ name }) => name)).toEqual(['elsewhere']);
  });

  it.each([
    ['name', { name: 7 }],
    ['name', { name: 'x'.repeat(201) }],
    ['datapoints.1', { datapoints: ['a', ''] }],
    ['metadata', { metadata: [] }],
  ])('refuses a wrong %s by its name', async (member, body) => {
    const answer = await call('POST', '/v1/datasets', body);
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.detail).toContain(member);
  });
});

describe('PUT datasets', () => {
  it.each([
    ['/v1/datasets', 'body'],
    ['/datasets', 'body'],
    ['/v1/datasets/{id}', 'path'],
    ['/datasets/{id}', 'path'],
  ])('at %s changes what is sent and leaves the rest', async (path, idIn) => {
    const id = await aDataset({ name: 'a', description: 'kept', datapoints: ['x', 'y'] });
    const update = { name: 'b', datapoints: ['z', 'x'], ...(idIn === 'body' ? { dataset_id: id } : {}) };
    const { status, body } = await call('PUT', path.replace('{id}', id), update);
    expect(status).toBe(200);
    expect(body.result).toMatchObject({ id, name: 'b', description: 'kept', datapoints: ['z', 'x'] });
    expect(await kept(id)).toMatchObject({ name: 'b', description: 'kept', datapoints: ['z', 'x'] });
  });

  it('by path refuses members it does not know, by their name; the older form ignores them', async () => {
    const id = await aDataset();
    const { status, body } = await call('PUT', `/v1/datasets/${id}`, { nmae: 'typo' });
    expect(status).toBe(400);
    expect(body.detail).toContain('nmae');
    expect((await call('PUT', '/v1/datasets', { dataset_id: id, nmae: 'typo' })).status).toBe(200);
  });

  it('empties a dataset with an empty list', async () => {
    const id = await aDataset({ datapoints: ['x'] });
    await call('PUT', `/v1/datasets/${id}`, { datapoints: [] });
    expect((await kept(id)).datapoints).toEqual([]);
  });
});

describe('POST datasets/{id}/datapoints', () => {
  const row = { question: 'q?', answer: 'a!', talk: [{ role: 'user' }, 'bare'], lang: 'en', nothing: null };
  const mapping = { inputs: ['question', 'absent'], ground_truth: ['answer'], history: ['talk'] };

  it.each(PREFIXES)('at %s puts every member where the mapping says, and the rest into metadata', async (prefix) => {
    const id = await aDataset({ datapoints: ['first'] });
    const { status, body } = await call('POST', `${prefix}/datasets/${id}/datapoints`, { data: [row, {}], mapping });
    expect(status).toBe(200);
    expect(body).toEqual({ inserted: true, datapoint_ids: [expect.stringMatching(ID), expect.stringMatching(ID)] });
    expect((await kept(id)).datapoints).toEqual(['first', ...body.datapoint_ids]);
    const made = await call('GET', `/v1/datapoints/${body.datapoint_ids[0]}`);
    expect(made.body.datapoint[0]).toMatchObject({
      inputs: { question: 'q?' },
      ground_truth: { answer: 'a!' },
      history: [{ role: 'user' }, { talk: 'bare' }],
      metadata: { lang: 'en', nothing: null },
      linked_event: null,
      linked_datasets: [id],
    });
    const empty = await call('GET', `/v1/datapoints/${body.datapoint_ids[1]}`);
    expect(empty.body.datapoint[0]).toMatchObject({ inputs: {}, ground_truth: null, history: [], metadata: {} });
  });

  it('keeps hostile names and great integers as they were sent', async () => {
    const id = await aDataset();
    const data = '[{"__proto__": {"polluted": true}, "constructor": 9007199254740993, "toString": 1}]';
    const hostile = `{"data": ${data}, "mapping": {"inputs": ["__proto__", "constructor", "hasOwnProperty"]}}`;
    const { body } = await call('POST', `/v1/datasets/${id}/datapoints`, hostile);
    const { text } = await call('GET', `/v1/datapoints/${body.datapoint_ids[0]}`);
    expect(text).toContain('"inputs":{"__proto__":{"polluted":true},"constructor":9007199254740993}');
    expect(text).toContain('"metadata":{"toString":1}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each([
    ['data', { data: [], mapping }],
    ['data.0', { data: ['text'], mapping }],
    ['mapping', { data: [row] }],
    ['mapping.inputs', { data: [row], mapping: { inputs: 'question' } }],
  ])('refuses a wrong %s by its name and keeps no datapoint', async (member, body) => {
    const id = await aDataset();
    const answer = await call('POST', `/v1/datasets/${id}/datapoints`, body);
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain(member);
    expect((await call('GET', '/v1/datapoints')).body).toEqual({ datapoints: [] });
  });
});

describe('DELETE', () => {
  it.each(['/v1/datasets?dataset_id={id}', '/datasets?dataset_id={id}', '/v1/datasets/{id}', '/datasets/{id}'])(
    '%s removes the dataset and leaves its datapoints',
    async (path) => {
      const id = await aDataset();
      const mapping = { inputs: ['a'] };
      const made = await call('POST', `/v1/datasets/${id}/datapoints`, { data: [{ a: 1 }], mapping });
      const { status, body } = await call('DELETE', path.replace('{id}', id));
      expect({ status, body }).toEqual({ status: 200, body: { result: { id } } });
      expect(await kept(id)).toBeUndefined();
      const left = await call('GET', `/v1/datapoints/${made.body.datapoint_ids[0]}`);
      expect(left.body.datapoint[0]).toMatchObject({ inputs: { a: 1 }, linked_datasets: [] });
    },
  );

  it.each([
    '/v1/datasets/{id}/datapoints/{dp}',
    '/v1/datasets/{id}/{dp}',
    '/datasets/{id}/datapoints/{dp}',
    '/datasets/{id}/{dp}',
  ])('%s takes the datapoint out, once', async (path) => {
    const id = await aDataset({ datapoints: ['x', 'y', 'z'] });
    const remove = () => call('DELETE', path.replace('{id}', id).replace('{dp}', 'y'));
    const message = expect.stringContaining('"y"');
    expect(await remove()).toMatchObject({ status: 200, body: { dereferenced: true, message } });
    expect(await remove()).toMatchObject({ status: 200, body: { dereferenced: false, message } });
    expect((await kept(id)).datapoints).toEqual(['x', 'z']);
  });
});

it.each([
  ['PUT', '/v1/datasets/nobody', {}],
  ['PUT', '/v1/datasets', { dataset_id: 'nobody' }],
  ['DELETE', '/v1/datasets/nobody', undefined],
  ['DELETE', '/v1/datasets?dataset_id=nobody', undefined],
  ['POST', '/v1/datasets/nobody/datapoints', { data: [{}], mapping: {} }],
  ['DELETE', '/v1/datasets/nobody/datapoints/x', undefined],
])('%s %s says that there is no such dataset', async (method, path, body) => {
  const answer = await call(method, path, body);
  expect(answer).toMatchObject({ status: 404, type: 'application/problem+json' });
  expect(answer.body.detail).toContain('no dataset with the id "nobody"');
});

it('adding, removing and replacing datapoints equals doing so with a list', async () => {
  const member = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'é');
  const step = fc.oneof(
    fc.record({ kind: fc.constant('remove' as const), id: member }),
    fc.record({ kind: fc.constant('replace' as const), ids: fc.array(member, { maxLength: 6 }) }),
    fc.record({ kind: fc.constant('add' as const), rows: fc.integer({ min: 1, max: 3 }) }),
    fc.record({ kind: fc.constant('link' as const) }),
    fc.record({ kind: fc.constant('delete' as const), at: fc.nat(5) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const id = await aDataset();
      let model: string[] = [];
      const made: string[] = [];
      for (const todo of steps) {
        if (todo.kind === 'remove') {
          await call('DELETE', `/v1/datasets/${id}/datapoints/${encodeURIComponent(todo.id)}`);
          model = model.filter((each) => each !== todo.id);
        } else if (todo.kind === 'replace') {
          await call('PUT', `/v1/datasets/${id}`, { datapoints: todo.ids });
          model = [...new Set(todo.ids)];
        } else if (todo.kind === 'add') {
          const data = Array.from({ length: todo.rows }, () => ({}));
          const { body } = await call('POST', `/v1/datasets/${id}/datapoints`, { data, mapping: {} });
          model.push(...body.datapoint_ids);
          made.push(...body.datapoint_ids);
        } else if (todo.kind === 'link') {
          const { body } = await call('POST', '/v1/datapoints', { linked_datasets: [id] });
          model.push(body.result.insertedId);
          made.push(body.result.insertedId);
        } else {
          const [gone] = made.splice(todo.at, 1);
          if (gone !== undefined) await call('DELETE', `/v1/datapoints/${gone}`);
          model = model.filter((each) => each !== gone);
        }
        expect((await kept(id)).datapoints).toEqual(model);
      }
    }),
    { numRuns: 60 },
  );
});
