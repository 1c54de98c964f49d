import { beforeEach, describe, expect, test } from 'vitest';
import { problemSchema } from '@/lib/contracts/common';
import { type KeyHistory, keyHistorySchema } from '@/lib/contracts/structure';
import { apiPaths, type View } from '@/lib/query/paths';
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

async function historyOf(view: View): Promise<KeyHistory> {
  const response = await callApi(ctx, apiPaths.history('demo', view));
  const body: unknown = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return keyHistorySchema.strict().parse(body);
}

async function refusal(path: string) {
  const response = await callApi(ctx, path);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return problemSchema.strict().parse(await response.json());
}

const idsOf = ({ runs }: KeyHistory) => runs.map(({ runId }) => runId);
const statesOf = ({ runs }: KeyHistory) => runs.map(({ state }) => state).join(' ');

describe('when a key broke', () => {
  test('F15: 30 runs with faults in 11 to 17 and from 25 on break, are repaired and break again', async () => {
    for (let number = 1; number <= 30; number++) {
      const isFaulty = (number >= 11 && number <= 17) || number >= 25;
      await send({
        runId: `R${number}`,
        name: 'nightly',
        dataset: 'ds1',
        version: `1.${number}.0`,
        metadata: { git: { commit: `${number}`.padStart(7, 'a') } },
        faults: [isFaulty, isFaulty],
      });
    }
    const history = await historyOf({ key: 'run_id', dataset: 'ds1' });
    expect(history.transitions).toEqual([
      { kind: 'break', from: 'R10', to: 'R11', gap: 0 },
      { kind: 'repair', from: 'R17', to: 'R18', gap: 0 },
      { kind: 'break', from: 'R24', to: 'R25', gap: 0 },
    ]);
    expect(idsOf(history)).toEqual(Array.from({ length: 30 }, (_, index) => `R${index + 1}`));
    expect(history.left).toBe(0);
    expect(history.runs[10]).toMatchObject({
      runId: 'R11',
      name: 'nightly',
      client: { name: 'honeyhive', version: '1.11.0' },
      commit: 'aaaaa11',
      contract: 'preserve',
      state: 'bad',
      spans: { good: 2, judged: 4 },
      datapoints: { bad: 2, judged: 2 },
    });
    expect(history.runs[9]).toMatchObject({ state: 'good', spans: { good: 4, judged: 4 }, datapoints: { bad: 0 } });

    // By version the order is the same, whatever a text would sort like; the newest seven tell of one change only.
    const byVersion = await historyOf({ key: 'run_id', order: 'version' });
    expect(byVersion.transitions).toEqual(history.transitions);
    const newest = await historyOf({ key: 'run_id', limit: 7 });
    expect(newest).toMatchObject({ left: 23, transitions: [{ kind: 'break', from: 'R24', to: 'R25' }] });
    expect(idsOf(newest)).toEqual(['R24', 'R25', 'R26', 'R27', 'R28', 'R29', 'R30']);
  });

  test('a version that was run later than its successor is put in its place', async () => {
    await send({ runId: 'old', version: '1.4.0' });
    await send({ runId: 'new', version: '1.10.0', faults: [true] });
    await send({ runId: 'unnamed', faults: [true] });
    await send({ runId: 'backport', version: '1.4.1rc1' });
    expect(idsOf(await historyOf({ key: 'run_id' }))).toEqual(['old', 'new', 'unnamed', 'backport']);
    const byVersion = await historyOf({ key: 'run_id', order: 'version' });
    expect(idsOf(byVersion)).toEqual(['old', 'backport', 'new', 'unnamed']);
    expect(byVersion.transitions).toEqual([{ kind: 'break', from: 'backport', to: 'new', gap: 0 }]);
  });

  test('a run without spans says nothing, and stands between its neighbours', async () => {
    await send({ runId: 'good' });
    await send({ runId: 'empty', faults: [] });
    await send({ runId: 'bad', faults: [true] });
    const history = await historyOf({ key: 'datapoint_id' });
    expect(statesOf(history)).toBe('good unknown bad');
    expect(history.transitions).toEqual([{ kind: 'break', from: 'good', to: 'bad', gap: 1 }]);
    expect(history.runs[1]).toMatchObject({ contract: null, spans: { good: 0, judged: 0 } });
  });

  test('a run that is under way is neither good nor bad while spans wait for their verdict', async () => {
    await send({ runId: 'good' });
    await send({ runId: 'under-way', faults: [false, true], isOver: false });
    const history = await historyOf({ key: 'run_id' });
    expect(statesOf(history)).toBe('good unknown');
    expect(history.transitions).toEqual([]);
  });

  test('a key that some datapoints lost is bad, and says in how many', async () => {
    await send({ runId: 'flaky', faults: [true, false, false] });
    const { runs } = await historyOf({ key: 'run_id' });
    expect(runs).toMatchObject([{ state: 'bad', spans: { good: 5, judged: 6 }, datapoints: { bad: 1, judged: 3 } }]);
  });

  test('only runs of the dataset or name asked for are told', async () => {
    await send({ runId: 'a', dataset: 'ds1', name: 'nightly' });
    await send({ runId: 'b', dataset: 'ds2', name: 'nightly' });
    await send({ runId: 'c', dataset: 'ds1', name: 'manual' });
    expect(idsOf(await historyOf({ key: 'run_id', dataset: 'ds1' }))).toEqual(['a', 'c']);
    expect(idsOf(await historyOf({ key: 'run_id', name: 'nightly' }))).toEqual(['a', 'b']);
    expect(idsOf(await historyOf({ key: 'run_id', dataset: 'ds1', name: 'manual' }))).toEqual(['c']);
    expect(idsOf(await historyOf({ key: 'run_id', dataset: 'nowhere' }))).toEqual([]);
  });
});

describe('when a sent key was not preserved any more', () => {
  const attributes = { honeyhive_error: 'Boom' };
  const route = async (routing: string) =>
    callApi(ctx, apiPaths.project('demo'), {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ routing }),
    });

  test('is told from the runs that sent it', async () => {
    await send({ runId: 'kept', attributes, faults: [false, false] });
    await send({ runId: 'not-sent' });
    await route('route-only');
    await send({ runId: 'routed-away', attributes, faults: [false, false] });
    await route('preserve');
    await send({ runId: 'kept-again', attributes });
    const history = await historyOf({ key: 'honeyhive_error' });
    expect(statesOf(history)).toBe('good unknown bad good');
    expect(history.transitions).toEqual([
      { kind: 'break', from: 'kept', to: 'routed-away', gap: 1 },
      { kind: 'repair', from: 'routed-away', to: 'kept-again', gap: 0 },
    ]);
    expect(history.runs[2]).toMatchObject({
      spans: { good: 0, judged: 2 },
      datapoints: { bad: 2, judged: 2 },
    });
  });

  test('waits for the verdict by a new contract', async () => {
    await send({ runId: 'kept', attributes });
    await callApi(ctx, apiPaths.project('demo'), {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ contract: 'route-only' }),
    });
    const history = await historyOf({ key: 'honeyhive_error' });
    expect(history.runs).toMatchObject([{ state: 'unknown', contract: null, spans: { judged: 0 } }]);
  });

  test.each(['no.such.key', '__proto__', 'constructor'])('a key nobody sent says nothing: %s', async (key) => {
    await send({ runId: 'r1', attributes });
    const history = await historyOf({ key });
    expect(history).toMatchObject({ key, transitions: [], runs: [{ state: 'unknown' }] });
  });
});

test('a project without runs has an empty history', async () => {
  await ctx.store.ensureProject('demo');
  expect(await historyOf({ key: 'run_id' })).toEqual({
    key: 'run_id',
    order: 'time',
    runs: [],
    transitions: [],
    left: 0,
  });
});

test.each([
  ['an unknown project', apiPaths.history('no-such', { key: 'run_id' }), 404, 'no-such'],
  ['no key', apiPaths.history('demo', {}), 400, 'key'],
  ['an order nobody knows', apiPaths.history('demo', { key: 'run_id', order: 'luck' }), 400, 'order'],
  ['one run', apiPaths.history('demo', { key: 'run_id', limit: 1 }), 400, 'limit'],
  ['too many runs', apiPaths.history('demo', { key: 'run_id', limit: 501 }), 400, 'limit'],
])('%s is refused, with what is wrong', async (_name, path, status, word) => {
  await ctx.store.ensureProject('demo');
  const problem = await refusal(path);
  expect(problem.status).toBe(status);
  expect(problem.detail).toContain(word);
});
