import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppContext } from '@/lib/services/context';
import { answerPrinted } from '@/lib/services/data-plane/answer-printed';
import { aContext } from '@/lib/testing/a-context';
import { type CallDataPlane, callDataPlane } from '@/lib/testing/call-data-plane';
import { measureDatapoint } from '@/lib/testing/measure-datapoint';

const RUN = '1b350fc8-d651-4b47-bc46-6ee5d9565ea6';
const OTHER_RUN = '2c350fc8-d651-4b47-bc46-6ee5d9565ea6';
const SESSION = 'e681114f-2f59-45da-95f3-2061b80880b8';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let ctx: AppContext;
let now: Date;
let call: CallDataPlane;

beforeEach(() => {
  now = new Date('2026-11-21T12:00:00Z');
  ctx = aContext({ now: () => now });
  call = callDataPlane(ctx);
});

/** Parameters of a query, printed. */
const asked = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();

describe('GET /v1/runs/{id}/result', () => {
  it('has exactly the members that clients read, over the events that carry their ids', async () => {
    await call('POST', '/v1/runs', { run_id: RUN });
    const metadata = { run_id: RUN, datapoint_id: 'd1' };
    await call('POST', '/session/start', { session: { session_id: SESSION, session_name: 's', metadata } });
    await call('PUT', '/events', { event_id: SESSION, metrics: { ev: 0.5 } });
    const { status, body } = await call('GET', `/v1/runs/${RUN}/result?aggregate_function=max`);
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual(
      ['datapoints', 'event_details', 'failed', 'metrics', 'passed', 'run_object', 'status', 'success'].sort(),
    );
    expect(body).toMatchObject({
      success: true,
      passed: ['d1'],
      metrics: { aggregation_function: 'max', details: [{ metric_name: 'ev', aggregate: 0.5 }] },
      datapoints: [{ datapoint_id: 'd1', session_id: SESSION, passed: true }],
      run_object: { run_id: RUN },
    });
  });

  it('refuses an unknown way to aggregate, by name', async () => {
    await call('POST', '/v1/runs', { run_id: RUN });
    const { status, body } = await call('GET', `/v1/runs/${RUN}/result?aggregate_function=mode`);
    expect(status).toBe(400);
    expect(body.detail).toContain('aggregate_function');
  });
});

describe('GET /v1/runs/{id}/result over many datapoints', () => {
  beforeEach(async () => {
    await call('POST', '/v1/runs', { run_id: RUN, passing_ranges: { ev: { min: 0.5 } } });
    await measureDatapoint(call, RUN, 'd1', { ev: 1, tokens: 10, ok: true });
    await measureDatapoint(call, RUN, 'd2', { ev: 0, tokens: 30, ok: true });
    await measureDatapoint(call, RUN, 'd3', { ev: 1, tokens: 20, ok: false }, { metadata: { split: 'test' } });
  });

  const result = async (query = '') => (await call('GET', `/v1/runs/${RUN}/result?${query}`)).body;

  it.each([
    ['average', 20],
    ['min', 10],
    ['max', 30],
    ['median', 20],
    ['p90', 28],
    ['p95', 29],
    ['p99', 29.8],
    ['sum', 60],
    ['count', 3],
  ])('aggregates by %s', async (aggregate_function, expected) => {
    const { metrics, run_object } = await result(asked({ aggregate_function }));
    const tokens = metrics.details.find((detail: { metric_name: string }) => detail.metric_name === 'tokens');
    expect(tokens.aggregate).toBeCloseTo(expected, 9);
    expect(run_object.metrics.tokens).toBe(tokens.aggregate);
  });

  it("judges by the run's passing ranges", async () => {
    expect(await result()).toMatchObject({
      success: false,
      passed: expect.toSatisfy(isSet('d1', 'd3')),
      failed: ['d2'],
    });
  });

  it('judges by the thresholds of the project, and says who computes a metric', async () => {
    const definition = { name: 'ok', type: 'PYTHON', criteria: 'def ok(): ...', threshold: { pass_when: true } };
    const made = await call('POST', '/v1/metrics', { ...definition, return_type: 'boolean' });
    expect(made.status).toBe(200);
    const { failed, metrics } = await result();
    expect(failed).toSatisfy(isSet('d2', 'd3'));
    expect(metrics.details).toContainEqual(
      expect.objectContaining({
        metric_name: 'ok',
        metric_type: 'PYTHON',
        datapoints: { passed: expect.toSatisfy(isSet('d1', 'd2')), failed: ['d3'] },
      }),
    );
  });

  it('takes filters as a list in one parameter or a condition in each', async () => {
    const condition = JSON.stringify({ field: 'metadata.split', operator: 'is', value: 'test', type: 'string' });
    const only = { passed: ['d3'], failed: [] };
    expect(await result(asked({ filters: `[${condition}]` }))).toMatchObject(only);
    expect(await result(asked({ 'filters[]': condition }))).toMatchObject(only);
  });

  it.each(['{', '[7]', '[{"field": "a", "operator": "like", "type": "string"}]'])(
    'refuses the filters %s, by name',
    async (filters) => {
      const { status, body } = await call('GET', `/v1/runs/${RUN}/summary?${asked({ filters })}`);
      expect(status).toBe(400);
      expect(body.detail).toContain('filters');
    },
  );

  it('is worked out on the audit thread where there is one', async () => {
    const direct = await result();
    const answerDataPlane = vi.fn((id, asked) => answerPrinted(ctx, id, asked));
    const served = callDataPlane({ ...ctx, worker: { answerDataPlane } as unknown as AppContext['worker'] });
    expect((await served('GET', `/v1/runs/${RUN}/result`)).body).toEqual(direct);
    expect(answerDataPlane).toHaveBeenCalledOnce();
  });
});

const isSet =
  (...expected: string[]) =>
  (told: string[]) =>
    [...told].sort().join() === expected.sort().join();

describe('GET /v1/runs/{id}/metrics', () => {
  it('answers the numbers and truths of every event that kept its ids', async () => {
    await call('POST', '/v1/runs', { run_id: RUN });
    await measureDatapoint(call, RUN, 'd1', { ev: 1, ok: true, why: 'because', nothing: null });
    await measureDatapoint(call, RUN, 'd2', { why: 'only words' });
    const { session_id } = (await call('POST', '/v1/sessions', { metadata: { run_id: RUN } })).body;
    await call('POST', '/v1/events', { event_type: 'tool', session_id, inputs: {}, metrics: { lost: 1 } });
    expect((await call('GET', `/v1/runs/${RUN}/metrics`)).body).toEqual({
      events: [
        {
          event_name: 'fn',
          event_type: 'chain',
          session_id: expect.stringMatching(UUID),
          metadata: { datapoint_id: 'd1' },
          metrics: { ev: 1, ok: true },
        },
      ],
      totalEvents: 1,
    });
  });

  it('takes a range of dates', async () => {
    await call('POST', '/v1/runs', { run_id: RUN });
    await measureDatapoint(call, RUN, 'd1', { ev: 1 });
    const countOf = async (parameters: Record<string, string>) =>
      (await call('GET', `/v1/runs/${RUN}/metrics?${asked(parameters)}`)).body.totalEvents;
    expect(await countOf({ dateRange: '{"$gte": "2026-11-21T12:00:00Z", "$lte": "2026-11-21T12:00:00Z"}' })).toBe(1);
    expect(await countOf({ dateRange: '{"$gte": "2026-11-21T12:00:01Z"}' })).toBe(0);
  });
});

describe('comparing two runs', () => {
  beforeEach(async () => {
    await call('POST', '/v1/runs', { run_id: RUN, name: 'new' });
    await call('POST', '/v1/runs', { run_id: OTHER_RUN, name: 'old' });
    await measureDatapoint(call, OTHER_RUN, 'd1', { ev: 0.5 });
    await measureDatapoint(call, OTHER_RUN, 'd2', { ev: 1 });
    await measureDatapoint(call, OTHER_RUN, 'gone', { ev: 1 }, { name: 'dropped' });
    await measureDatapoint(call, RUN, 'd1', { ev: 1 });
    await measureDatapoint(call, RUN, 'd2', { ev: 1 });
    await measureDatapoint(call, RUN, 'added', { ev: 1 }, { name: 'added' });
  });

  it.each(['/v1', ''])('joins them on the datapoint id, at both spellings under "%s"', async (prefix) => {
    const { status, body } = await call('GET', `${prefix}/runs/${RUN}/compare/${OTHER_RUN}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      commonDatapoints: ['d1', 'd2'],
      old_run: { run_id: OTHER_RUN, name: 'old' },
      new_run: { run_id: RUN, name: 'new' },
    });
    const metric = body.metrics.find((one: { event_name: string }) => one.event_name === 'fn');
    expect(metric).toMatchObject({
      metric_name: 'ev',
      old_aggregate: 0.75,
      new_aggregate: 1,
      difference: 0.25,
      percentage_change: (0.25 / 0.75) * 100,
      improved: ['d1'],
      same: ['d2'],
    });
    const presence = body.event_details.map((one: { event_name: string; presence: string }) => [
      one.event_name,
      one.presence,
    ]);
    expect(Object.fromEntries(presence)).toEqual({ added: 'new', dropped: 'old', fn: 'both', s: 'both' });
    expect((await call('GET', `${prefix}/runs/${RUN}/compare-with/${OTHER_RUN}`)).body).toEqual(body);
  });

  it('says which of the two is not there', async () => {
    const { status, body } = await call('GET', `/v1/runs/${RUN}/compare/nowhere`);
    expect(status).toBe(404);
    expect(body.detail).toContain('nowhere');
  });

  it('answers their events side by side, the new one first', async () => {
    const query = asked({ event_type: 'chain', limit: '1', page: '2' });
    const { body } = await call('GET', `/v1/runs/${RUN}/compare/${OTHER_RUN}/events?${query}`);
    expect(body).toMatchObject({
      totalEvents: 2,
      events: [
        {
          datapoint_id: 'd2',
          event_1: { event_name: 'fn', metadata: { run_id: RUN } },
          event_2: { event_name: 'fn', metadata: { run_id: OTHER_RUN } },
        },
      ],
    });
    const legacy = asked({ run_id_1: RUN, run_id_2: OTHER_RUN, event_type: 'chain', limit: '1', page: '2' });
    expect((await call('GET', `/v1/runs/compare/events?${legacy}`)).body).toEqual(body);
  });

  it('takes a name and a filter for the events', async () => {
    const filter = JSON.stringify({ field: 'metadata.datapoint_id', operator: 'is', value: 'd1', type: 'string' });
    const path = `/v1/runs/${RUN}/compare/${OTHER_RUN}/events`;
    expect((await call('GET', `${path}?${asked({ event_name: 'fn', filter })}`)).body.totalEvents).toBe(1);
    expect((await call('GET', `${path}?${asked({ event_name: 'fn' })}`)).body.totalEvents).toBe(2);
    expect((await call('GET', path)).body.totalEvents).toBe(4);
  });
});
