import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { problemSchema } from '@/lib/contracts/common';
import { comparedDatapointListSchema, comparisonSchema } from '@/lib/contracts/compare';
import { mergedTreeSchema } from '@/lib/contracts/structure';
import { apiPaths, type View } from '@/lib/query/paths';
import type { AppContext } from '@/lib/services/context';
import { loadSample } from '@/lib/services/load-sample';
import { aContext } from '@/lib/testing/a-context';
import { callApi } from '@/lib/testing/call-api';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

/** The client revision that lost the ids, and the one that mended it. */
let REGRESSED: string;
const FIXED = '659ef565-f0fd-41e5-b717-9def4feb53e2';
const KEYS = ['run_id', 'dataset_id', 'datapoint_id'];

let ctx: AppContext;

beforeAll(async () => {
  ctx = aContext();
  const sample = await loadSample(ctx, sendToHandlers(ctx));
  REGRESSED = sample.runs.find((run) => run !== FIXED) ?? '';
});

async function get<S extends z.ZodObject>(path: string, schema: S): Promise<z.output<S>> {
  const response = await callApi(ctx, path);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return schema.strict().parse(body) as z.output<S>;
}

async function refusal(path: string) {
  return problemSchema.parse(await (await callApi(ctx, path)).json());
}

const compare = (base: string, run: string) => get(apiPaths.compare('demo', { base, run }), comparisonSchema);
const datapoints = (view: View) =>
  get(apiPaths.comparedDatapoints('demo', { base: FIXED, run: REGRESSED, ...view }), comparedDatapointListSchema);

describe('the two recorded client revisions', () => {
  test('three keys are newly missing on every path, confirmed', async () => {
    const comparison = await compare(FIXED, REGRESSED);
    expect(comparison).toMatchObject({ verdict: 'regressed', grade: 'confirmed', warnings: [] });
    expect(comparison.sentence).toBe(
      'Regressed: run_id, dataset_id and datapoint_id are newly missing on all 4 paths, in 2 of 2 datapoints; confirmed. Nothing was fixed.',
    );
    for (const key of KEYS) {
      expect(comparison.keys[key]).toMatchObject({
        newlyMissing: 4,
        fixed: 0,
        stillMissing: 0,
        grade: 'confirmed',
        base: { good: 8, judged: 8 },
        run: { good: 0, judged: 8 },
      });
    }
    const lost = comparison.rows.filter(({ state }) => state === 'newly-missing');
    expect(lost).toHaveLength(12);
    expect(new Set(lost.map(({ grade }) => grade))).toEqual(new Set(['confirmed']));
    expect(lost[0]?.run?.causes).toEqual(['selective-processor']);
  });

  test('three keys are fixed in the other direction', async () => {
    const comparison = await compare(REGRESSED, FIXED);
    expect(comparison).toMatchObject({ verdict: 'improved', grade: null });
    for (const key of KEYS) expect(comparison.keys[key]).toMatchObject({ newlyMissing: 0, fixed: 4, stillMissing: 0 });
  });

  test('nothing changes in a run compared with itself', async () => {
    const comparison = await compare(FIXED, FIXED);
    expect(comparison).toMatchObject({ verdict: 'unchanged', rowCount: 0, warnings: [{ code: 'same-run' }] });
    expect(comparison.sentence).toBe('Nothing changed: no attribution difference in 8 spans of 2 datapoints.');
  });
});

describe('datapoints of a comparison', () => {
  test('come page by page, and say what they lost', async () => {
    const first = await datapoints({ limit: 1 });
    expect(first.total).toBe(2);
    expect(first.datapoints[0]).toMatchObject({ match: 'id', newlyMissing: 12, keys: [...KEYS].sort() });
    const second = await datapoints({ limit: 1, cursor: first.nextCursor });
    expect(second.nextCursor).toBeNull();
    const ids = [...first.datapoints, ...second.datapoints].map(({ datapointId }) => datapointId);
    expect(ids).toEqual(['EXT-198854c3a1127e70', 'EXT-4ce948450fdf80ca']);
  });

  test.each([
    [{ only: 'newly-missing' }, 2],
    [{ only: 'fixed' }, 0],
    [{ only: 'still-missing' }, 0],
    [{ only: 'unmatched' }, 0],
    [{ key: 'run_id' }, 2],
    [{ key: '__proto__' }, 0],
  ])('are narrowed by %j to %i', async (view, total) => {
    expect((await datapoints(view)).total).toBe(total);
  });

  test('a cursor of another state of the runs is refused', async () => {
    const problem = await refusal(
      apiPaths.comparedDatapoints('demo', { base: FIXED, run: REGRESSED, cursor: '1.of.before' }),
    );
    expect(problem).toMatchObject({ status: 400, detail: expect.stringContaining('begin again') });
  });
});

describe('the merged tree', () => {
  const tree = (view: View) =>
    get(apiPaths.comparedTree('demo', { base: FIXED, run: REGRESSED, ...view }), mergedTreeSchema);

  test('has both runs side by side', async () => {
    const { nodes } = await tree({});
    expect(nodes.map(({ label, status }) => [label, status])).toEqual([
      ['child_op', 'same'],
      ['boom', 'same'],
      ['boom_error', 'same'],
      ['grandchild_llm', 'same'],
    ]);
    expect(nodes[0]).toMatchObject({ base: { spans: 2, datapoints: 2 }, run: { spans: 2, datapoints: 2 } });
  });

  test('of one datapoint has its spans only', async () => {
    const { nodes } = await tree({ datapoint: 'EXT-198854c3a1127e70' });
    expect(nodes[0]).toMatchObject({ base: { spans: 1, datapoints: 1 }, run: { spans: 1, datapoints: 1 } });
  });

  test('of a datapoint in neither run is not found', async () => {
    const problem = await refusal(apiPaths.comparedTree('demo', { base: FIXED, run: REGRESSED, datapoint: 'nobody' }));
    expect(problem).toMatchObject({ status: 404, detail: expect.stringContaining('"nobody"') });
  });
});

test.each([
  [{ base: FIXED }, 400, 'run'],
  [{ run: FIXED }, 400, 'base'],
  [{ base: FIXED, run: 'unknown' }, 404, 'unknown'],
  [{ base: '__proto__', run: FIXED }, 404, '__proto__'],
])('comparing %j is refused with %i', async (view, status, word) => {
  const problem = await refusal(apiPaths.compare('demo', view));
  expect(problem).toMatchObject({ status, detail: expect.stringContaining(word) });
});
