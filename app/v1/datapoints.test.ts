import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { aKey } from '@/lib/testing/a-key';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';

const ID = /^[0-9a-f]{24}$/;
const NOW = '2026-11-21T12:00:00.000Z';
const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';
const PREFIXES = ['/v1', ''] as const;

let ctx: AppContext;
let call: CallDataPlane;

beforeEach(() => {
  ctx = aContext();
  call = callDataPlane(ctx);
});

async function aDatapoint(body: object = {}, path = '/v1/datapoints'): Promise<string> {
  return (await call('POST', path, body)).body.result.insertedId;
}

async function aDataset(body: object = {}): Promise<string> {
  return (await call('POST', '/v1/datasets', body)).body.result.insertedId;
}

async function kept(id: string) {
  return (await call('GET', `/v1/datapoints/${id}`)).body.datapoint[0];
}

const listed = (body: { datapoints: { id: string }[] }) => body.datapoints.map(({ id }) => id);

describe('POST and GET datapoints', () => {
  it('answers exactly what the Python client reads, in a list of one', async () => {
    const { status, body } = await call('POST', '/v1/datapoints', { inputs: { q: 1 } });
    expect(status).toBe(200);
    const id = body.result.insertedId;
    expect(body).toEqual({ inserted: true, result: { insertedId: expect.stringMatching(ID), insertedIds: [id] } });
    expect((await call('GET', `/v1/datapoints/${id}`)).body).toEqual({
      datapoint: [
        {
          id,
          project_id: 'default',
          inputs: { q: 1 },
          history: [],
          ground_truth: null,
          metadata: {},
          linked_event: null,
          linked_datasets: [],
          created_at: NOW,
          updated_at: NOW,
        },
      ],
    });
  });

  it('without the prefix comes as npm 1.0.42 reads it: `_id`, and no nulls', async () => {
    const id = await aDatapoint({ project: 'p', inputs: {}, linked_evals: ['e'] }, '/datapoints');
    const { body } = await call('GET', `/datapoints/${id}`);
    expect(body.datapoint[0]).toMatchObject({ _id: id, id, project_id: 'p', linked_evals: ['e'] });
    expect(body.datapoint[0]).not.toHaveProperty('ground_truth');
    expect(body.datapoint[0]).not.toHaveProperty('linked_event');
  });

  it.each(PREFIXES)('at %s/datapoints keeps every member', async (prefix) => {
    const members = {
      inputs: { q: 'q?' },
      history: [{ role: 'user', content: 'hi' }],
      ground_truth: { a: 'a!' },
      metadata: { m: [1] },
      linked_event: SESSION,
    };
    const id = await aDatapoint(members, `${prefix}/datapoints`);
    expect(await kept(id)).toMatchObject(members);
  });

  it.each(PREFIXES)('at %s/datapoints lists by ids and by the name of a dataset, in its order', async (prefix) => {
    const [a, b, c] = [await aDatapoint(), await aDatapoint(), await aDatapoint()];
    await aDataset({ name: 'qa', datapoints: [c, 'unknown', a] });
    await aDataset({ name: 'qa', datapoints: [a, b] });
    const list = async (query: string) => listed((await call('GET', `${prefix}/datapoints${query}`)).body);
    expect(await list('')).toEqual([a, b, c]);
    expect(await list(`?datapoint_ids[]=${b}`)).toEqual([b]);
    expect(await list(`?datapoint_ids=${c}&datapoint_ids=${a}&datapoint_ids=unknown`)).toEqual([a, c]);
    expect(await list('?dataset_name=qa')).toEqual([c, a, b]);
    expect(await list(`?dataset_name=qa&datapoint_ids[]=${a}`)).toEqual([a]);
    expect(await list('?dataset_name=nobody')).toEqual([]);
  });

  it('is put at the end of the datasets it names, in the project of the first', async () => {
    const first = await aDataset({ project: 'p', datapoints: ['x'] });
    const second = await aDataset({ project: 'p' });
    const id = await aDatapoint({ linked_datasets: [first, second] });
    expect(await kept(id)).toMatchObject({ project_id: 'p', linked_datasets: [first, second] });
    const { body } = await call('GET', `/v1/datasets?dataset_id=${first}`);
    expect(body.datasets[0].datapoints).toEqual(['x', id]);
  });

  it('refuses a dataset that is not there, and keeps nothing', async () => {
    const dataset = await aDataset();
    const { status, body } = await call('POST', '/v1/datapoints', { linked_datasets: [dataset, 'nobody'] });
    expect(status).toBe(404);
    expect(body.detail).toContain('"nobody"');
    expect((await call('GET', '/v1/datapoints')).body).toEqual({ datapoints: [] });
  });

  it('reads the plural ground_truths of an older client as the singular, and says so in the record of the call', async () => {
    const recorded = vi.spyOn(ctx.store, 'recordDelivery');
    const plural = await aDatapoint({ ground_truths: { a: 1 } });
    const both = await aDatapoint({ ground_truth: { a: 2 }, ground_truths: { a: 1 } });
    expect(await kept(plural)).toMatchObject({ ground_truth: { a: 1 } });
    expect(await kept(both)).toMatchObject({ ground_truth: { a: 2 } });
    const warnings = recorded.mock.calls.map(([, delivery]) => delivery.warnings);
    expect(warnings[0]).toEqual([expect.stringContaining('ground_truths was read as ground_truth')]);
    expect(warnings[1]).toEqual([expect.stringContaining('ground_truths was ignored beside ground_truth')]);
  });

  it.each([
    ['inputs', { inputs: 'text' }],
    ['history.0', { history: ['text'] }],
    ['ground_truth', { ground_truth: 'text' }],
    ['linked_datasets', { linked_datasets: 'x' }],
  ])('refuses a wrong %s by its name', async (member, body) => {
    const answer = await call('POST', '/v1/datapoints', body);
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.detail).toContain(member);
  });
});

describe('PUT and DELETE datapoints/{id}', () => {
  it.each(PREFIXES)('at %s replaces what is sent and leaves the rest', async (prefix) => {
    const id = await aDatapoint({ inputs: { a: 1, b: 1 }, metadata: { kept: true } });
    const answer = await call('PUT', `${prefix}/datapoints/${id}`, { inputs: { a: 2 }, metadata: null });
    expect(answer).toMatchObject({ status: 200, body: { updated: true, result: { modifiedCount: 1 } } });
    expect(await kept(id)).toMatchObject({ inputs: { a: 2 }, metadata: { kept: true } });
    expect((await kept(id)).inputs).not.toHaveProperty('b');
  });

  it('keeps hostile names and great integers as they were sent', async () => {
    const id = await aDatapoint();
    await call('PUT', `/v1/datapoints/${id}`, '{"inputs": {"__proto__": {"polluted": 1}, "n": 9007199254740993}}');
    expect((await call('GET', `/v1/datapoints/${id}`)).text).toContain(
      '"inputs":{"__proto__":{"polluted":1},"n":9007199254740993}',
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('leaves the datapoint in the linked datasets only, at its place where it was', async () => {
    const [a, b, c] = [await aDataset(), await aDataset(), await aDataset()];
    const id = await aDatapoint({ linked_datasets: [a, b] });
    await call('POST', `/v1/datasets/${b}/datapoints`, { data: [{}], mapping: {} });
    await call('PUT', `/v1/datapoints/${id}`, { linked_datasets: [b, c] });
    expect((await kept(id)).linked_datasets).toEqual([b, c]);
    const { body } = await call('GET', `/v1/datasets?dataset_id=${b}`);
    expect(body.datasets[0].datapoints[0]).toBe(id);
  });

  it.each(PREFIXES)('DELETE at %s takes it out of every dataset', async (prefix) => {
    const dataset = await aDataset();
    const id = await aDatapoint({ linked_datasets: [dataset] });
    expect(await call('DELETE', `${prefix}/datapoints/${id}`)).toMatchObject({ status: 200, body: { deleted: true } });
    const { body } = await call('GET', `/v1/datasets?dataset_id=${dataset}`);
    expect(body.datasets[0].datapoints).toEqual([]);
    expect((await call('GET', `/v1/datapoints/${id}`)).status).toBe(404);
  });

  it.each([
    ['GET', undefined],
    ['PUT', {}],
    ['DELETE', undefined],
  ])('%s of an unknown one says so', async (method, body) => {
    const answer = await call(method, '/v1/datapoints/nobody', body);
    expect(answer).toMatchObject({ status: 404, type: 'application/problem+json' });
    expect(answer.body.detail).toContain('no datapoint with the id "nobody"');
  });
});

describe('POST datapoints/batch', () => {
  const ids: string[] = [];

  beforeEach(async () => {
    ids.length = 0;
    for (let n = 0; n < 4; n++) {
      const { body } = await call('POST', '/v1/events', {
        event_type: 'tool',
        session_id: SESSION,
        project: 'p',
        start_time: 1000 + n,
        inputs: { n, chat_history: [{ role: 'user', content: `${n}` }] },
        outputs: { result: { text: `o${n}` } },
        feedback: { ground_truth: n % 2 ? { right: n } : `t${n}` },
      });
      ids.push(body.event_id);
    }
  });

  const made = async (body: object, prefix = '/v1') => {
    const answer = await call('POST', `${prefix}/datapoints/batch`, body);
    expect(answer.status).toBe(200);
    expect(answer.body.inserted).toBe(answer.body.insertedIds.length > 0);
    return await Promise.all(answer.body.insertedIds.map(kept));
  };
  const isTool = { field: 'event_type', operator: 'is', value: 'tool', type: 'string' };
  const above = (value: number) => ({ field: 'inputs.n', operator: 'greater than', value, type: 'number' });
  const numbers = (datapoints: { inputs: { n: number } }[]) => datapoints.map(({ inputs }) => inputs.n);

  it.each(PREFIXES)('at %s makes datapoints of the listed events, linked to them, in that order', async (prefix) => {
    const [second, first] = await made({ events: [ids[1], ids[0]] }, prefix);
    expect(second).toMatchObject({
      project_id: 'p',
      linked_event: ids[1],
      inputs: { n: 1 },
      history: [{ role: 'user', content: '1' }],
      ground_truth: { right: 1 },
    });
    expect(second.inputs).not.toHaveProperty('chat_history');
    expect(first).toMatchObject({ linked_event: ids[0], ground_truth: { ground_truth: 't0' } });
  });

  it('takes the fields that the mapping names, under their names without the bucket', async () => {
    const mapping = {
      inputs: ['inputs.n', 'outputs.result.text', 'inputs.absent'],
      history: ['inputs.chat_history'],
      ground_truth: ['feedback.ground_truth'],
    };
    const [datapoint] = await made({ events: [ids[2]], mapping });
    expect(datapoint.inputs).toEqual({ n: 2, 'result.text': 'o2' });
    expect(datapoint.history).toEqual([{ role: 'user', content: '2' }]);
    expect(datapoint.ground_truth).toEqual({ ground_truth: 't2' });
  });

  it('puts them at the end of the dataset', async () => {
    const dataset_id = await aDataset({ project: 'p', datapoints: ['x'] });
    const [datapoint] = await made({ events: [ids[0]], dataset_id });
    expect(datapoint.linked_datasets).toEqual([dataset_id]);
    const { body } = await call('GET', `/v1/datasets?dataset_id=${dataset_id}`);
    expect(body.datasets[0].datapoints).toEqual(['x', datapoint.id]);
  });

  it('takes all that match: by filters, one or many, by time, and but for those marked false', async () => {
    const of = async (body: object) => numbers(await made({ project: 'p', ...body })).sort();
    expect(await of({ filters: [isTool, above(1)] })).toEqual([2, 3]);
    expect(await of({ filters: above(2) })).toEqual([3]);
    expect(await of({ filters: isTool, dateRange: { $gte: 1001, $lte: new Date(1002).toISOString() } })).toEqual([
      1, 2,
    ]);
    expect(await of({ filters: isTool, selectAll: true, checkState: { [`${ids[0]}`]: false } })).toEqual([1, 2, 3]);
    expect(await of({ checkState: { [`${ids[3]}`]: true, [`${ids[2]}`]: false } })).toEqual([3]);
    expect(await of({ filters: above(9) })).toEqual([]);
  });

  it.each([
    [400, 'names no events', {}],
    [400, 'filters.0.operator', { filters: { ...isTool, operator: 'like' } }],
    [400, 'mapping.inputs', { events: ['x'], mapping: { inputs: 'n' } }],
    [404, '"nobody"', { events: ['nobody'], project: 'p' }],
    [404, '"nobody"', { selectAll: true, dataset_id: 'nobody' }],
  ])('answers %d naming %s, and makes nothing', async (status, named, body) => {
    const answer = await call('POST', '/v1/datapoints/batch', body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toContain(named);
    expect((await call('GET', '/v1/datapoints?project=p')).body).toEqual({ datapoints: [] });
  });
});

it('a key sees and changes the datapoints of its own project only', async () => {
  const theirs = await aDatapoint({ project: 'theirs' });
  const token = await aKey(ctx, 'ours', 'admin');
  const headers = { authorization: `Bearer ${token}`, 'x-project': 'theirs' };
  const ours = (await call('POST', '/v1/datapoints', { project: 'theirs' }, headers)).body.result.insertedId;
  expect(listed((await call('GET', '/v1/datapoints?project=theirs', undefined, headers)).body)).toEqual([ours]);
  expect((await call('GET', `/v1/datapoints?datapoint_ids[]=${theirs}`, undefined, headers)).body.datapoints).toEqual(
    [],
  );
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const body = method === 'PUT' ? {} : undefined;
    expect((await call(method, `/v1/datapoints/${theirs}`, body, headers)).status).toBe(404);
  }
});
