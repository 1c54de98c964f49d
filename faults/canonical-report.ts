import { createHash } from 'node:crypto';
import type { DatapointList, RunList } from '../lib/contracts/runs';
import type { SessionDetail, SessionList } from '../lib/contracts/sessions';

/** Asks the product's API for a path below `/api/projects`. @throws when the answer is not 200 */
export type GetJson = (path: string) => Promise<unknown>;

/** When something was received or looked at, and by which request it came: true of an arrival, not of what arrived. */
const VOLATILE = new Set(['checkedAt', 'createdAt', 'updatedAt', 'receivedAt', 'lastReceivedAt', 'delivery']);

/** Everything that the API shows of a project, without what depends on when and in which request it came. */
export async function canonicalReport(get: GetJson, project: string): Promise<string> {
  const base = `/${encodeURIComponent(project)}`;
  const parts: unknown[] = [];
  for (const { runId } of await runsOf(get, project)) {
    const runPath = `${base}/runs/${encodeURIComponent(runId)}`;
    parts.push(await get(runPath), await get(`${runPath}/datapoints?limit=500`));
  }
  for (const sessionId of await sessionsOf(get, project)) {
    const sessionPath = `${base}/sessions/${encodeURIComponent(sessionId)}`;
    const session = (await get(sessionPath)) as SessionDetail;
    parts.push(session);
    for (const { spanId, traceId } of session.spans) {
      parts.push(await get(`${sessionPath}/spans/${spanId}?trace=${traceId}`));
    }
  }
  return JSON.stringify(parts, (member, value: unknown) => (VOLATILE.has(member) ? undefined : value), 1);
}

export async function runsOf(get: GetJson, project: string): Promise<RunList['runs']> {
  return ((await get(`/${encodeURIComponent(project)}/runs?limit=500&sort=name`)) as RunList).runs;
}

/** Of every run and of none, sorted. */
export async function sessionsOf(get: GetJson, project: string): Promise<readonly string[]> {
  const base = `/${encodeURIComponent(project)}`;
  const { sessions } = (await get(`${base}/sessions?limit=500`)) as SessionList;
  const ids = new Set(sessions.map(({ sessionId }) => sessionId));
  for (const { runId } of await runsOf(get, project)) {
    const list = (await get(`${base}/runs/${encodeURIComponent(runId)}/datapoints?limit=500`)) as DatapointList;
    for (const { sessionId } of list.datapoints) ids.add(sessionId);
  }
  return [...ids].filter((id) => id !== null).sort();
}

export function hashOf(report: string): string {
  return createHash('sha256').update(report).digest('hex').slice(0, 16);
}
