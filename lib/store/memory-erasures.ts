import { Buffer } from 'node:buffer';
import { sessionsOfRun } from './memory-lists';
import {
  compareText,
  type MemoryData,
  type MemoryDeliveries,
  type MemoryDelivery,
  type MemoryProject,
  type MemorySession,
  sessionsOf,
  storedFactsOf,
} from './memory-rows';
import { eraseSnapshots } from './memory-snapshots';
import { projectIsInUse } from './project-removal';
import { filingOf, unsettle } from './session-tally';
import type { DueSession, ErasableDelivery, ErasableSessions, Erasure, ExpiredRuns } from './store';
import { storedText } from './stored-text';

export function erasableSessions(
  owner: MemoryProject,
  deliveries: MemoryDeliveries,
  sessionIds: readonly string[],
): ErasableSessions {
  const sessions = sessionIds.flatMap((id) => owner.sessions.get(storedText(id)) ?? []);
  const found = [...erasableDeliveries(owner, deliveries, new Set(sessions.map(({ sessionId }) => sessionId)))];
  return {
    sessions: sessions.map(({ sessionId, tally }) => ({ sessionId, revision: tally.revision })),
    deliveries: (async function* () {
      yield* found;
    })(),
  };
}

/** Of several projects' shares of one request, all are of its time and have its body. */
function* erasableDeliveries(
  { project }: MemoryProject,
  deliveries: MemoryDeliveries,
  sessionIds: ReadonlySet<string>,
): Generator<ErasableDelivery> {
  const placesOf = (one: MemoryDelivery | undefined) =>
    one?.projectId === project.id ? one.spans.filter(({ sessionId }) => sessionIds.has(sessionId)) : [];
  for (const [id, delivery] of deliveries.entries()) {
    if (delivery === undefined || delivery.body === null) continue;
    const twins = deliveries.filter((other) => other !== undefined && isTwin(other, delivery));
    const ordinals = [...new Set([delivery, ...twins].flatMap(placesOf).map(({ ordinal }) => ordinal))];
    if (ordinals.length === 0) continue;
    const isShared = delivery.spans.some(({ ordinal }) => !ordinals.includes(ordinal));
    yield { id: BigInt(id), ordinals, body: isShared ? delivery.body : null, version: versionOf(delivery) };
  }
}

function isTwin(one: MemoryDelivery, other: MemoryDelivery): boolean {
  const isOfOneMoment = one.delivery.receivedAt.getTime() === other.delivery.receivedAt.getTime();
  return isOfOneMoment && one.projectId !== other.projectId && versionOf(one) === versionOf(other);
}

function versionOf({ body }: MemoryDelivery): string {
  return body === null ? '' : Buffer.from(body.bytes).toString('latin1');
}

export function eraseSessions(owner: MemoryProject, deliveries: MemoryDeliveries, erasure: Erasure): boolean {
  const sessions = erasure.sessions.map(({ sessionId }) => owner.sessions.get(storedText(sessionId)));
  if (sessions.some((session, i) => session?.tally.revision !== erasure.sessions[i]?.revision)) return false;
  const at = (id: bigint) => deliveries[Number(id)];
  if (erasure.deliveries.some(({ id, version }) => versionOfAny(at(id)) !== version)) return false;

  for (const { id, body, ordinals } of erasure.deliveries) {
    const delivery = at(id);
    const spans = delivery?.spans.filter(({ ordinal }) => !ordinals.includes(ordinal)) ?? [];
    deliveries[Number(id)] = delivery && body ? { ...delivery, body, spans } : undefined;
  }
  const gone = sessions.filter((session) => session !== undefined);
  eraseSnapshots(owner, ({ sessionIds }) => gone.some(({ sessionId }) => sessionIds.has(sessionId)));
  for (const session of gone) {
    owner.sessions.delete(session.sessionId);
    dropWritesAbout(deliveries, owner.project.id, 'session', session.sessionId);
    const traces = new Set(storedFactsOf(session).map(({ traceId }) => traceId));
    for (const other of owner.sessions.values()) {
      if (storedFactsOf(other).some(({ traceId }) => traces.has(traceId))) unsettle(other.tally);
    }
  }
  if (erasure.keepsRun) for (const session of gone) forgetInRuns(owner, deliveries, session);
  return true;
}

function versionOfAny(delivery: MemoryDelivery | undefined): string | undefined {
  return delivery && versionOf(delivery);
}

function forgetInRuns(owner: MemoryProject, deliveries: MemoryDeliveries, { sessionId, tally }: MemorySession): void {
  const { runId: filed, datapointId } = filingOf(tally);
  for (const runId of new Set([filed, tally.byAudit.runId, tally.byRecord.runId, tally.bySpans.runId])) {
    const run = runId === null ? undefined : owner.runs.get(runId);
    if (run === undefined) continue;
    const others = sessionsOfRun(owner, run.runId);
    const isLast = !others.some((other) => filingOf(other.tally).datapointId === datapointId);
    owner.runs.set(run.runId, {
      ...run,
      eventIds: run.eventIds.filter((id) => storedText(id) !== sessionId),
      datapointIds: run.datapointIds.filter((id) => !isLast || storedText(id) !== datapointId),
    });
    for (const { tally: other } of others) unsettle(other);
    for (const [id, delivery] of deliveries.entries()) {
      const names = delivery?.subject?.kind === 'run' && storedText(delivery.subject.id) === run.runId;
      if (!names || delivery.projectId !== owner.project.id || delivery.body === null) continue;
      if (new TextDecoder().decode(delivery.body.bytes).includes(sessionId))
        deliveries[id] = { ...delivery, body: null };
    }
  }
}

export function eraseRun(owner: MemoryProject, deliveries: MemoryDeliveries, runId: string): boolean {
  if (sessionsOfRun(owner, runId).length > 0) return false;
  owner.runs.delete(runId);
  owner.baselines = owner.baselines.filter((baseline) => baseline.runId !== runId);
  eraseSnapshots(owner, (snapshot) => snapshot.baseRunId === runId || snapshot.runId === runId);
  dropWritesAbout(deliveries, owner.project.id, 'run', runId);
  return true;
}

/** What a project without runs and sessions has besides. */
export function eraseProject({ deliveries, keys }: MemoryData, { project, runs, sessions }: MemoryProject): void {
  if (runs.size + sessions.size > 0) throw projectIsInUse(project.name);
  for (const [id, { projectId }] of keys) if (projectId === project.id) keys.delete(id);
  for (const [id, delivery] of deliveries.entries()) {
    if (delivery?.projectId === project.id) deliveries[id] = undefined;
  }
}

function dropWritesAbout(deliveries: MemoryDeliveries, projectId: number, kind: 'run' | 'session', id: string): void {
  for (const [place, delivery] of deliveries.entries()) {
    const { subject = null } = delivery ?? {};
    if (delivery?.projectId !== projectId || subject?.kind !== kind || storedText(subject.id) !== id) continue;
    deliveries[place] = undefined;
  }
}

export function expiredRuns(owner: MemoryProject, { keepNewest, quietSince, limit }: ExpiredRuns): readonly string[] {
  const oldestFirst = [...owner.runs.values()].sort(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || compareText(a.runId, b.runId),
  );
  return oldestFirst
    .slice(0, Math.max(0, oldestFirst.length - keepNewest))
    .filter(
      ({ runId, updatedAt }) =>
        updatedAt < quietSince &&
        sessionsOfRun(owner, runId).every(({ tally }) => tally.lastReceivedAt < quietSince.getTime()),
    )
    .map(({ runId }) => runId)
    .slice(0, limit);
}

export function expiredSessions(
  projects: readonly MemoryProject[],
  quietSince: Date,
  limit: number,
): readonly DueSession[] {
  const projectById = new Map(projects.map(({ project }) => [project.id, project]));
  return sessionsOf(projects)
    .filter(({ tally }) => filingOf(tally).runId === null && tally.lastReceivedAt < quietSince.getTime())
    .sort((a, b) => a.tally.lastReceivedAt - b.tally.lastReceivedAt || a.key - b.key)
    .slice(0, limit)
    .flatMap(({ projectId, sessionId }) => {
      const project = projectById.get(projectId);
      return project === undefined ? [] : [{ project, sessionId }];
    });
}

export function eraseDeliveries(deliveries: MemoryDeliveries, before: Date, limit: number): number {
  let erased = 0;
  for (const [id, delivery] of deliveries.entries()) {
    if (erased === limit) break;
    if (delivery === undefined || delivery.delivery.receivedAt >= before) continue;
    if (delivery.delivery.accepted + delivery.delivery.duplicated > 0) continue;
    deliveries[id] = undefined;
    erased++;
  }
  return erased;
}
