import { dehydrate, hydrate, InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RunDetail, RunList } from '../contracts/runs';
import type { SessionSummary } from '../contracts/sessions';
import { getQueryClient } from './client';
import { ApiError, fetchJson } from './fetch-json';
import { pollingInterval } from './polling';
import { prefetch, prefetchFirstPage } from './prefetch';
import { runDetailOptions, runListOptions } from './runs';
import { sessionSummaryOptions, spanDetailOptions } from './sessions';

afterEach(() => {
  vi.unstubAllGlobals();
});

function answerWith(...answers: Response[]) {
  const fetched = vi.fn(async (_path: string) => answers.shift() ?? new Response(null, { status: 500 }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

describe('fetchJson', () => {
  test('says what the problem document says', async () => {
    answerWith(
      Response.json({ title: 'Bad Request', status: 400, detail: 'The query member limit is wrong.' }, { status: 400 }),
    );
    const error = await fetchJson('/api/x').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ApiError', status: 400, message: 'The query member limit is wrong.' });
  });

  test.each([
    ['HTML', new Response('<h1>no</h1>', { status: 502 })],
    ['JSON null', Response.json(null, { status: 502 })],
  ])('has something to say when a proxy refuses with %s', async (_name, response) => {
    answerWith(response);
    await expect(fetchJson('/api/x')).rejects.toThrow('502');
  });

  test('says so when the server is away', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
    const error = await fetchJson('/api/x').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 0 });
  });

  test('lets an aborted request stay aborted', async () => {
    const signal = AbortSignal.abort();
    vi.stubGlobal('fetch', () => Promise.reject(signal.reason));
    await expect(fetchJson('/api/x', { signal })).rejects.toBe(signal.reason);
  });
});

describe('on the server', () => {
  test('two requests never share data', () => {
    expect(getQueryClient()).not.toBe(getQueryClient());
  });

  test('what a page prefetched is what the browser starts with, without asking again', async () => {
    const fetched = answerWith();
    const onServer = getQueryClient();
    const page: RunList = { runs: [], nextCursor: 'c2' };
    await prefetchFirstPage(onServer, runListOptions('demo', { sort: '-missing', q: '' }), async () => page);
    await prefetch(onServer, runDetailOptions('demo', 'r1'), async () => ({ runId: 'r1' }) as RunDetail);

    const inBrowser = getQueryClient();
    hydrate(inBrowser, JSON.parse(JSON.stringify(dehydrate(onServer))));
    const list = new InfiniteQueryObserver(inBrowser, runListOptions('demo', { q: null, sort: '-missing' }));
    const stop = list.subscribe(() => {});
    expect(list.getCurrentResult()).toMatchObject({ data: { pages: [page] }, hasNextPage: true, isFetching: false });
    stop();
    expect(await inBrowser.ensureQueryData(runDetailOptions('demo', 'r1'))).toEqual({ runId: 'r1' });
    expect(fetched).not.toHaveBeenCalled();
  });

  test('a refusal of the service reaches the page', async () => {
    const refusal = new Error('never received');
    await expect(prefetch(getQueryClient(), runDetailOptions('p', 'r'), () => Promise.reject(refusal))).rejects.toBe(
      refusal,
    );
  });
});

describe('a list', () => {
  test('asks for the next page with the cursor of the one before', async () => {
    const fetched = answerWith(
      Response.json({ runs: [], nextCursor: 'a=b' }),
      Response.json({ runs: [], nextCursor: null }),
    );
    const observer = new InfiniteQueryObserver(new QueryClient(), runListOptions('a/b', { q: 'x' }));
    await observer.fetchNextPage();
    await observer.fetchNextPage();
    expect(fetched.mock.calls.map(([path]) => path)).toEqual([
      '/api/projects/a%2Fb/runs?q=x',
      '/api/projects/a%2Fb/runs?cursor=a%3Db&q=x',
    ]);
    expect(observer.getCurrentResult().hasNextPage).toBe(false);
    observer.destroy();
  });
});

describe('a refusal', () => {
  test.each([
    [new ApiError(404, 'never received'), 1],
    [new ApiError(503, 'busy'), 3],
    [new ApiError(0, 'away'), 3],
  ])('%s is asked for %i times', async (error, times) => {
    const client = getQueryClient();
    const queryFn = vi.fn(() => Promise.reject(error));
    const { retry } = client.getDefaultOptions().queries ?? {};
    await expect(client.fetchQuery({ queryKey: ['x'], queryFn, retryDelay: 0, ...(retry && { retry }) })).rejects.toBe(
      error,
    );
    expect(queryFn).toHaveBeenCalledTimes(times);
  });
});

describe('what may still change is asked for again', () => {
  test.each([
    [{ unsettled: true }, 2_000],
    [{ unsettled: true, waiting: true }, 2_000],
    [{ unsettled: true, spans: 100_000 }, 20_000],
    [{ unsettled: false, waiting: true }, 10_000],
    [{ unsettled: false, spans: 100_000 }, false],
  ])('%j → %s', (state, interval) => {
    expect(pollingInterval(state)).toBe(interval);
  });

  const session = (settled: boolean) => ({ settled, tree: { spans: 0 } }) as SessionSummary;
  test.each([
    [session(false), 2_000],
    [session(true), false],
  ])('a session until it is settled', (data, interval) => {
    const client = new QueryClient();
    const options = sessionSummaryOptions('p', 's');
    client.setQueryData(options.queryKey, data);
    const query = client.getQueryCache().find<SessionSummary>({ queryKey: options.queryKey });
    const { refetchInterval } = options;
    expect(typeof refetchInterval === 'function' && query && refetchInterval(query as never)).toBe(interval);
  });

  const run = (over: Partial<RunDetail>) =>
    ({ unsettledSessions: 0, declared: true, status: 'completed', ...over }) as RunDetail;
  test.each([
    ['a settled, completed run never', run({}), false],
    ['a run with unsettled sessions soon', run({ unsettledSessions: 1 }), 2_000],
    ['a run whose client still works from time to time', run({ status: 'running' }), 10_000],
    ['a run that nobody will ever call over never', run({ status: 'pending', declared: false }), false],
  ])('%s', (_name, data, interval) => {
    const client = new QueryClient();
    const options = runDetailOptions('p', 'r');
    client.setQueryData(options.queryKey, data);
    const query = client.getQueryCache().find({ queryKey: options.queryKey });
    const { refetchInterval } = options;
    expect(typeof refetchInterval === 'function' && query && refetchInterval(query as never)).toBe(interval);
  });

  test('a span of another trace is another query', () => {
    expect(spanDetailOptions('p', 's', 't1', 'x').queryKey).not.toEqual(
      spanDetailOptions('p', 's', 't2', 'x').queryKey,
    );
  });
});
