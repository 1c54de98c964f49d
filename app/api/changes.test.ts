import { expect, test } from 'vitest';
import { type RunChange, runChangeSchema } from '@/lib/contracts/structure';
import { apiPaths } from '@/lib/query/paths';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { callApi } from '@/lib/testing/call-api';
import { sendToHandlers } from '@/lib/testing/send-to-handlers';

const RUN = 'run-under-way';

async function declareRun(ctx: AppContext, patch: object): Promise<void> {
  const project = await ctx.store.ensureProject('demo');
  await ctx.store.putRun(project.id, RUN, { datapointIds: ['d1', 'd2'], ...patch }, ctx.now());
}

/** A session of one of the run's datapoints, as a client starts it. */
async function startSession(ctx: AppContext, datapoint: string): Promise<void> {
  const metadata = { run_id: RUN, dataset_id: 'ds', datapoint_id: datapoint };
  const body = JSON.stringify({ session: { project: 'demo', session_name: 's', metadata } });
  const headers = { 'content-type': 'application/json' };
  const request = new Request('http://localhost/session/start', { method: 'POST', headers, body });
  const response = await sendToHandlers(ctx)(request);
  expect(response.status).toBe(200);
}

/** Messages of the stream, one by one; null when it has ended. */
async function watch(ctx: AppContext, init: RequestInit = {}) {
  const response = await callApi(ctx, apiPaths.changes('demo', RUN), init);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  expect(response.headers.get('cache-control')).toContain('no-transform');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return {
    async next(): Promise<RunChange | null> {
      for (;;) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done || value === undefined) return null;
        const data = /^event: change\ndata: (.*)\n\n$/.exec(value)?.[1];
        if (data !== undefined) return runChangeSchema.strict().parse(JSON.parse(data));
      }
    },
    leave: () => reader?.cancel(),
  };
}

test('a run under way tells how many of its datapoints have arrived, again with every change', async () => {
  const ctx = aContext();
  await declareRun(ctx, { status: 'running' });
  const stream = await watch(ctx);
  expect(await stream.next()).toMatchObject({ status: 'running', datapoints: { arrived: 0, total: 2 }, isOver: false });
  await startSession(ctx, 'd1');
  expect(await stream.next()).toMatchObject({ sessions: 1, datapoints: { arrived: 1, total: 2 }, isOver: false });
  await stream.leave();
});

test('the stream of a run that is over and settled tells that and ends', async () => {
  const ctx = aContext();
  await declareRun(ctx, { status: 'completed' });
  const stream = await watch(ctx);
  expect(await stream.next()).toMatchObject({ status: 'completed', isOver: true });
  expect(await stream.next()).toBeNull();
});

test('streams end when the server is told to stop, and when the reader goes', async () => {
  const stopping = new AbortController();
  const ctx = aContext({ stopping: stopping.signal });
  await declareRun(ctx, { status: 'running' });
  const left = new AbortController();
  const [first, second] = [await watch(ctx), await watch(ctx, { signal: left.signal })];
  await Promise.all([first.next(), second.next()]);
  left.abort();
  expect(await second.next()).toBeNull();
  stopping.abort();
  expect(await first.next()).toBeNull();
});

test('an unknown run is not found, as a problem and not as a stream', async () => {
  const ctx = aContext();
  await ctx.store.ensureProject('demo');
  const response = await callApi(ctx, apiPaths.changes('demo', 'nobody'));
  expect(response.status).toBe(404);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
});
