import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { problemSchema } from '@/lib/contracts/common';
import { type MergedTree, mergedTreeSchema, nodeSpansSchema } from '@/lib/contracts/structure';
import { apiPaths } from '@/lib/query/paths';
import type { AppContext } from '@/lib/services/context';
import { loadSample } from '@/lib/services/load-sample';
import { aContext } from '@/lib/testing/a-context';
import { attributesOf } from '@/lib/testing/a-span';
import { callApi } from '@/lib/testing/call-api';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

const FIXED = '659ef565-f0fd-41e5-b717-9def4feb53e2';
const KEYS = ['run_id', 'dataset_id', 'datapoint_id'];

/** The answer of an address that must be 200 and as its contract says, to the last member. */
async function get<S extends z.ZodObject>(ctx: AppContext, path: string, schema: S): Promise<z.output<S>> {
  const response = await callApi(ctx, path);
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return schema.strict().parse(body) as z.output<S>;
}

async function refusal(ctx: AppContext, path: string) {
  const response = await callApi(ctx, path);
  return problemSchema.strict().parse(await response.json());
}

const structureOf = (ctx: AppContext, run: string) => get(ctx, apiPaths.structure('demo', run), mergedTreeSchema);
const spansOf = (ctx: AppContext, run: string, path: string, view = {}) =>
  get(ctx, apiPaths.nodeSpans('demo', run, path, view), nodeSpansSchema);

function nodeNamed({ nodes }: MergedTree, label: string) {
  const node = nodes.find((one) => one.label === label);
  if (node?.run == null) throw new Error(`no node ${label}`);
  return { ...node, run: node.run };
}

interface SentSpan {
  readonly name: string;
  /** Position of the parent. */
  readonly parent?: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly session?: string;
}

/** Sends spans in one trace per session; every one belongs to run r1 unless it says otherwise. */
async function send(ctx: AppContext, spans: readonly SentSpan[]) {
  const idOf = (i: number) => (i + 1).toString(16).padStart(16, '0');
  const body = {
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: spans.map(({ name, parent, attributes, session = 's1' }, i) => ({
              traceId: session.replace(/\D/g, '').padStart(32, 'a'),
              spanId: idOf(i),
              ...(parent === undefined ? {} : { parentSpanId: idOf(parent) }),
              name,
              kind: 1,
              startTimeUnixNano: String(1_760_000_000_000_000_000n + BigInt(i)),
              endTimeUnixNano: '1760000001000000000',
              attributes: attributesOf({
                'honeyhive.session_id': session,
                ...(attributes ?? { 'honeyhive_metadata.run_id': 'r1' }),
              }).map(({ key, value }) => ({ key, value: { stringValue: value } })),
            })),
          },
        ],
      },
    ],
  };
  const request = new Request('http://localhost:3000/v1/traces', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-project': 'demo' },
    body: JSON.stringify(body),
  });
  expect((await sendToHandlers(ctx)(request)).status).toBe(200);
}

describe('the structure of the sample’s runs', () => {
  let ctx: AppContext;
  let regressed: string;
  beforeAll(async () => {
    ctx = aContext();
    const sample = await loadSample(ctx, sendToHandlers(ctx));
    regressed = sample.runs.find((run) => run !== FIXED) ?? '';
  });

  test('shows four places of the regressed run, none of which has any of the three keys', async () => {
    const tree = await structureOf(ctx, regressed);
    expect(tree).toMatchObject({ keys: KEYS, left: 0, unjudgedSessions: 0 });
    expect(tree.nodes).toHaveLength(4);
    for (const { run, base, status } of tree.nodes) {
      expect({ base, status }).toEqual({ base: null, status: 'same' });
      expect(run).toMatchObject({ spans: 2, datapoints: 2 });
      expect(run?.counts.map(({ present, missing }) => [present, missing])).toEqual(KEYS.map(() => [0, 2]));
    }
  });

  test('shows the same places of the fixed run, with all keys', async () => {
    const [before, after] = [await structureOf(ctx, regressed), await structureOf(ctx, FIXED)];
    const place = ({ path, label, above }: MergedTree['nodes'][number]) => [path, label, above];
    expect(after.nodes.map(place)).toEqual(before.nodes.map(place));
    for (const { run } of after.nodes) {
      expect(run?.counts.map(({ present, missing }) => [present, missing])).toEqual(KEYS.map(() => [2, 0]));
    }
  });

  test('lists the spans of a place in which a key is bad, and none where it is good', async () => {
    const tree = await structureOf(ctx, regressed);
    const { path, above, label } = tree.nodes[1] ?? { path: '', above: -1, label: '' };
    const list = await spansOf(ctx, regressed, path, { key: 'run_id' });
    expect(list).toMatchObject({ path, text: `${tree.nodes[above]?.label} › ${label}`, total: 2 });
    expect(list.spans).toHaveLength(2);
    for (const span of list.spans) expect(span.states).toEqual(Object.fromEntries(KEYS.map((key) => [key, 'missing'])));
    expect(await spansOf(ctx, FIXED, path, { key: 'run_id' })).toMatchObject({ spans: [], total: 0 });
    expect(await spansOf(ctx, FIXED, path)).toMatchObject({ total: 2 });
  });

  test('lists the spans of one datapoint', async () => {
    const { path, run } = nodeNamed(await structureOf(ctx, regressed), 'boom');
    const datapoint = run.example?.datapointId ?? '';
    const list = await spansOf(ctx, regressed, path, { datapoint });
    expect(list.spans.map((span) => span.datapointId)).toEqual([datapoint]);
    expect(list.total).toBe(1);
    expect(await spansOf(ctx, regressed, path, { datapoint: 'nobody' })).toMatchObject({ spans: [], total: 0 });
  });

  test('names what is not there: the project, the run, the place', async () => {
    const { path } = nodeNamed(await structureOf(ctx, FIXED), 'boom');
    expect(await refusal(ctx, apiPaths.structure('demo', 'gone'))).toMatchObject({ status: 404 });
    expect(await refusal(ctx, apiPaths.structure('other', FIXED))).toMatchObject({ status: 404 });
    expect(await refusal(ctx, apiPaths.nodeSpans('demo', 'gone', path))).toMatchObject({ status: 404 });
    const unknown = await refusal(ctx, apiPaths.nodeSpans('demo', FIXED, '0123456789abcdef'));
    expect(unknown.status).toBe(404);
    expect(unknown.detail).toContain('has a node "0123456789abcdef"');
    for (const odd of ['..', '~', '<b>', '%']) {
      expect(await refusal(ctx, apiPaths.nodeSpans('demo', FIXED, odd))).toMatchObject({ status: 404 });
    }
    const badKey = await refusal(ctx, apiPaths.nodeSpans('demo', FIXED, path, { key: 'nothing' }));
    expect(badKey).toMatchObject({ status: 400 });
    expect(badKey.detail).toContain('key');
  });
});

describe('the structure of a run', () => {
  test('has an empty tree while no span of it has arrived', async () => {
    const ctx = aContext();
    const project = await ctx.store.ensureProject('demo');
    await ctx.store.putRun(project.id, 'r1', { name: 'waiting' }, ctx.now());
    expect(await structureOf(ctx, 'r1')).toEqual({ keys: KEYS, nodes: [], left: 0, unjudgedSessions: 0 });
  });

  test('is there at any depth, every node after the one above it', async () => {
    const ctx = aContext();
    const depth = 4_000;
    await send(
      ctx,
      Array.from({ length: depth }, (_, i) => ({
        name: `step ${String.fromCharCode(97 + (i % 26), 97 + ((i / 26) % 26))}`,
        ...(i === 0 ? {} : { parent: i - 1 }),
      })),
    );
    const tree = await structureOf(ctx, 'r1');
    expect(tree.nodes).toHaveLength(depth);
    expect(tree.nodes.every(({ above }, i) => above === i - 1)).toBe(true);
    const last = tree.nodes[depth - 1];
    expect((await spansOf(ctx, 'r1', last?.path ?? '')).text).toMatch(/^… › step .. › /);
  });

  test('leaves out complete places of a tree with more than 5,000, and says how many', async () => {
    const ctx = aContext();
    const letters = (i: number) =>
      [...i.toString(26)].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)));
    // One session with so many spans would not be judged at a look.
    const spans = [0, 1].flatMap((s) =>
      Array.from({ length: 3_000 }, (_, i) => ({ name: letters(i + s * 3_000).join(''), session: `s${s}` })),
    );
    const last = { name: 'zzz', session: 's2', attributes: { 'honeyhive_metadata.run_id': 'r1' } };
    const all = {
      ...last.attributes,
      'honeyhive_metadata.dataset_id': 'ds1',
      'honeyhive_metadata.datapoint_id': 'dp1',
    };
    await send(ctx, [...spans.map((span) => ({ ...span, attributes: all })), last]);
    const tree = await structureOf(ctx, 'r1');
    expect(tree.nodes).toHaveLength(5_000);
    expect(tree.left).toBe(1_001);
    const labels = tree.nodes.map(({ label }) => label);
    expect(labels).toEqual([...labels].sort());
    expect(labels.at(-1)).toBe('zzz');
    expect(tree.nodes.at(-1)?.run?.counts[1]?.present).toBe(0);
  });

  test('lists at most 200 spans of a place, those with something wrong first, and counts all', async () => {
    const ctx = aContext();
    const run = { 'honeyhive_metadata.run_id': 'r1', 'honeyhive_metadata.dataset_id': 'ds1' };
    const bad = { ...run, 'honeyhive_metadata.datapoint_id': 'None' };
    // Those with something wrong come last by session id, and their sessions keep three examples each.
    const sessions = Array.from({ length: 120 }, (_, i) => `s${100 + i}`);
    await send(
      ctx,
      sessions.flatMap((session, i) =>
        i < 60
          ? [{ name: 'op', session, attributes: run }]
          : Array.from({ length: 4 }, () => ({ name: 'op', session, attributes: bad })),
      ),
    );
    const { path, run: side } = nodeNamed(await structureOf(ctx, 'r1'), 'op');
    const all = await spansOf(ctx, 'r1', path);
    expect(all.total).toBe(300);
    expect(all.spans).toHaveLength(200);
    const isMalformed = all.spans.map(({ states }) => states.datapoint_id === 'malformed');
    expect(isMalformed).toEqual([...Array(180).fill(true), ...Array(20).fill(false)]);
    expect(side.counts[2]?.malformed).toBe(240);
    expect(await spansOf(ctx, 'r1', path, { key: 'datapoint_id' })).toMatchObject({ total: 240 });
  });

  test('counts sessions that nobody has judged by the present contract instead of mixing them in', async () => {
    const ctx = aContext();
    await send(ctx, [{ name: 'op' }]);
    await structureOf(ctx, 'r1');
    const project = await ctx.store.ensureProject('demo');
    const members = await ctx.store.runMembers(project.id, 'r1');
    ctx.store.runMembers = async () => members.map((member) => ({ ...member, contract: 'staging' }));
    expect(await structureOf(ctx, 'r1')).toMatchObject({ nodes: [], unjudgedSessions: 1 });
  });

  test('takes any name for what it is', async () => {
    const ctx = aContext();
    const names = [
      '__proto__',
      'constructor',
      '<img src=x onerror=alert(1)>',
      '%2e%2e',
      "'; drop table spans",
      '?',
      '',
    ];
    await send(
      ctx,
      names.map((name, i) => ({ name, ...(i === 0 ? {} : { parent: 0 }) })),
    );
    const tree = await structureOf(ctx, 'r1');
    expect(tree.nodes[0]?.label).toBe('__proto__');
    for (const { path, label, run } of tree.nodes) {
      expect(run?.spans).toBe(1);
      const { text, total } = await spansOf(ctx, 'r1', path);
      expect(text.endsWith(label)).toBe(true);
      expect(total).toBe(1);
    }
    expect(tree.nodes).toHaveLength(names.length);
  });

  test('folds a loop, and the path says so', async () => {
    const ctx = aContext();
    await send(ctx, [
      { name: 'agent' },
      { name: 'turn 1', parent: 0 },
      { name: 'turn 2', parent: 1 },
      { name: 'tool', parent: 2 },
    ]);
    const tree = await structureOf(ctx, 'r1');
    expect(tree.nodes.map(({ label, repeats, run }) => [label, repeats, run?.spans])).toEqual([
      ['agent', false, 1],
      ['turn #', true, 2],
      ['tool', false, 1],
    ]);
    expect((await spansOf(ctx, 'r1', nodeNamed(tree, 'tool').path)).text).toBe('agent › turn #+ › tool');
  });
});
