import { beforeEach, describe, expect, test } from 'vitest';
import { problemSchema } from '@/lib/contracts/common';
import { type BaselineDto, baselineSchema, pinnedBaselineListSchema } from '@/lib/contracts/compare';
import { apiPaths } from '@/lib/query/paths';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { callApi } from '@/lib/testing/call-api';
import { sendRun } from '@/lib/testing/send-run';

const MINUTE_MS = 60_000;

let ctx: AppContext;
let nowMs: number;

beforeEach(() => {
  nowMs = Date.parse('2026-11-21T12:00:00Z');
  ctx = aContext({ now: () => new Date(nowMs) });
});

/** The next run starts a minute later. */
async function send(run: Parameters<typeof sendRun>[1]) {
  nowMs += MINUTE_MS;
  await sendRun(ctx, run);
}

async function baselineOf(runId: string): Promise<BaselineDto> {
  return readBaseline(await callApi(ctx, apiPaths.baseline('demo', runId)));
}

async function readBaseline(response: Response): Promise<BaselineDto> {
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return baselineSchema.strict().parse(body);
}

const pin = (runId: string) => callApi(ctx, apiPaths.baseline('demo', runId), { method: 'PUT' });
const unpin = (runId: string) => callApi(ctx, apiPaths.baseline('demo', runId), { method: 'DELETE' });

async function pinned() {
  const response = await callApi(ctx, apiPaths.baselines('demo'));
  expect(response.status).toBe(200);
  return pinnedBaselineListSchema.strict().parse(await response.json()).baselines;
}

describe('without a choice', () => {
  test('a run is compared with the latest run of its dataset before it that passes', async () => {
    await send({ runId: 'first', dataset: 'ds1', name: 'one' });
    await send({ runId: 'good', dataset: 'ds1', name: 'two' });
    await send({ runId: 'other-dataset', dataset: 'ds2', name: 'two' });
    await send({ runId: 'bad', dataset: 'ds1', name: 'two', faults: [true] });
    await send({ runId: 'empty', dataset: 'ds1', name: 'two', faults: [] });
    await send({ runId: 'candidate', dataset: 'ds1', name: 'three', faults: [true] });
    await send({ runId: 'later', dataset: 'ds1', name: 'two' });
    expect(await baselineOf('candidate')).toEqual({
      scope: { kind: 'dataset', value: 'ds1' },
      mode: 'latest-passing',
      runId: 'good',
      name: 'two',
      createdAt: '2026-11-21T12:02:00.000Z',
    });
  });

  test('a run without a dataset is compared with the runs of its name', async () => {
    await send({ runId: 'good', name: 'nightly' });
    await send({ runId: 'manual', name: 'manual' });
    await send({ runId: 'candidate', name: 'nightly' });
    expect(await baselineOf('candidate')).toMatchObject({ scope: { kind: 'name', value: 'nightly' }, runId: 'good' });
  });

  test('the first run of a dataset has none', async () => {
    await send({ runId: 'bad', dataset: 'ds1', faults: [true] });
    await send({ runId: 'candidate', dataset: 'ds1' });
    expect(await baselineOf('candidate')).toEqual({
      scope: { kind: 'dataset', value: 'ds1' },
      mode: 'latest-passing',
      runId: null,
      name: null,
      createdAt: null,
    });
  });

  test('a run that belongs with none has none', async () => {
    await send({ runId: 'good' });
    await send({ runId: 'alone' });
    expect(await baselineOf('alone')).toMatchObject({ scope: null, mode: 'latest-passing', runId: null });
  });
});

describe('a run that is pinned', () => {
  beforeEach(async () => {
    await send({ runId: 'old', dataset: 'ds1', name: 'one', faults: [true] });
    await send({ runId: 'good', dataset: 'ds1', name: 'two' });
    await send({ runId: 'candidate', dataset: 'ds1', name: 'three' });
    await send({ runId: 'elsewhere', dataset: 'ds2', name: 'three' });
  });

  test('is the baseline of its dataset, passing or not, and of nothing else', async () => {
    const answer = await readBaseline(await pin('old'));
    expect(answer).toMatchObject({ scope: { kind: 'dataset', value: 'ds1' }, mode: 'pinned', runId: null });
    expect(await baselineOf('candidate')).toMatchObject({
      mode: 'pinned',
      runId: 'old',
      name: 'one',
      createdAt: '2026-11-21T12:01:00.000Z',
    });
    expect(await baselineOf('old')).toMatchObject({ mode: 'pinned', runId: null });
    expect(await baselineOf('elsewhere')).toMatchObject({ mode: 'latest-passing', runId: null });
    expect(await pinned()).toEqual([
      { scope: { kind: 'dataset', value: 'ds1' }, runId: 'old', pinnedAt: '2026-11-21T12:04:00.000Z' },
    ]);
  });

  test('gives way to the next one that is pinned', async () => {
    await pin('old');
    await pin('candidate');
    expect(await baselineOf('good')).toMatchObject({ mode: 'pinned', runId: 'candidate' });
    expect(await pinned()).toHaveLength(1);
  });

  test('is let go of through any run of its dataset, as often as one likes', async () => {
    await pin('old');
    for (let time = 0; time < 2; time++) {
      const answer = await unpin('candidate');
      expect(answer.status).toBe(204);
      expect(await answer.text()).toBe('');
    }
    expect(await baselineOf('candidate')).toMatchObject({ mode: 'latest-passing', runId: 'good' });
    expect(await pinned()).toEqual([]);
  });

  test('stays when the runs of another dataset let go of theirs', async () => {
    await pin('old');
    expect((await unpin('elsewhere')).status).toBe(204);
    expect(await pinned()).toHaveLength(1);
  });

  test('is no baseline any more when it is deleted', async () => {
    await pin('old');
    expect((await callApi(ctx, apiPaths.run('demo', 'old'), { method: 'DELETE' })).status).toBe(204);
    expect(await baselineOf('candidate')).toMatchObject({ mode: 'latest-passing', runId: 'good' });
    expect(await pinned()).toEqual([]);
  });
});

describe('what is refused', () => {
  async function refusal(path: string, method: string) {
    const response = await callApi(ctx, path, { method });
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = problemSchema.strict().parse(await response.json());
    expect(problem.status).toBe(response.status);
    return problem;
  }

  test('a run without dataset and name can not be pinned, and is told why; letting go is no error', async () => {
    await send({ runId: 'alone' });
    const { status, detail } = await refusal(apiPaths.baseline('demo', 'alone'), 'PUT');
    expect(status).toBe(400);
    expect(detail).toContain('neither a dataset nor a name');
    expect((await unpin('alone')).status).toBe(204);
  });

  test.each(['GET', 'PUT', 'DELETE'])('%s of an unknown run, or one of another project', async (method) => {
    await send({ runId: 'r1', dataset: 'ds1' });
    await ctx.store.ensureProject('other');
    expect(await refusal(apiPaths.baseline('demo', 'r0'), method)).toMatchObject({
      status: 404,
      detail: expect.stringContaining('"r0" was never received'),
    });
    expect(await refusal(apiPaths.baseline('other', 'r1'), method)).toMatchObject({
      status: 404,
      detail: expect.stringContaining('"demo"'),
    });
    expect(await refusal(apiPaths.baseline('no-such', 'r1'), method)).toMatchObject({ status: 404 });
  });

  test('the baselines of an unknown project', async () => {
    expect(await refusal(apiPaths.baselines('no-such'), 'GET')).toMatchObject({ status: 404 });
  });
});
