import type { RunList } from '../../lib/contracts/runs';
import { apiPaths, datapointPath, runPath, runsPath, sessionPath } from '../../lib/query/paths';
import { Random } from '../load/random';

export const VISITS = [
  'runs list (page)',
  'runs list (API)',
  'run page',
  'run (API)',
  'datapoints (API)',
  'datapoint page',
  'session page',
  'session (API)',
  'span detail (API)',
] as const;
export type Visit = (typeof VISITS)[number];

/** A place to visit. */
export interface Place {
  readonly runId: string;
  readonly datapointId: string;
  readonly sessionId: string;
  readonly spanId: string;
  readonly traceId: string;
}

const ADDRESSES: Readonly<Record<Visit, (project: string, place: Place) => string>> = {
  'runs list (page)': (project) => runsPath(project),
  'runs list (API)': (project) => apiPaths.runs(project),
  'run page': (project, { runId }) => runPath(project, runId),
  'run (API)': (project, { runId }) => apiPaths.run(project, runId),
  'datapoints (API)': (project, { runId }) => apiPaths.datapoints(project, runId),
  'datapoint page': (project, { runId, datapointId }) => datapointPath(project, runId, datapointId),
  'session page': (project, { sessionId }) => sessionPath(project, sessionId),
  'session (API)': (project, { sessionId }) => apiPaths.session(project, sessionId),
  'span detail (API)': (project, { sessionId, spanId, traceId }) =>
    apiPaths.span(project, sessionId, spanId, { trace: traceId }),
};

/** Milliseconds until the whole answer is there. @throws for an answer that is not 200. */
export async function visit(origin: string, project: string, what: Visit, place: Place): Promise<number> {
  const start = performance.now();
  const response = await fetch(`${origin}${ADDRESSES[what](project, place)}`);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${what} answered ${response.status}`);
  return performance.now() - start;
}

/** Places of runs taken from the list, found as a visitor would. */
export async function findPlaces(origin: string, project: string, count: number): Promise<readonly Place[]> {
  const random = new Random(11);
  const runs = await readRuns(origin, project, count);
  const places: Place[] = [];
  for (let i = 0; i < count && runs.length > 0; i++) {
    const { runId } = random.pick(runs);
    const { datapoints } = await getJson<{ datapoints: readonly { sessionId: string; datapointId: string }[] }>(
      `${origin}${apiPaths.datapoints(project, runId)}`,
    );
    const { sessionId, datapointId } = random.pick(datapoints);
    const { spans } = await getJson<{ spans: readonly { spanId: string; traceId: string }[] }>(
      `${origin}${apiPaths.session(project, sessionId)}`,
    );
    const { spanId, traceId } = random.pick(spans);
    places.push({ runId, datapointId, sessionId, spanId, traceId });
  }
  return places;
}

/** All runs, newest first, at most so many. */
export async function readRuns(origin: string, project: string, most = Infinity): Promise<RunList['runs']> {
  const runs: RunList['runs'] = [];
  let cursor: string | null = null;
  do {
    const list: RunList = await getJson(`${origin}${apiPaths.runs(project, { cursor, limit: 500 })}`);
    runs.push(...list.runs);
    cursor = list.nextCursor;
  } while (cursor !== null && runs.length < most);
  return runs;
}

async function getJson<T>(address: string): Promise<T> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()) as T;
}
