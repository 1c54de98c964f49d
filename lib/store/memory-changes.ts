import type { RunRecord } from '../domain/records';
import { isTerminal, undeclaredRun } from '../domain/run';
import { sessionsOfRun } from './memory-lists';
import type { MemoryData, MemoryProject, MemorySession } from './memory-rows';
import {
  countSpan,
  filingOf,
  inputValuesOf,
  newTally,
  noteNames,
  noteRecord,
  recount,
  runsNamedBy,
  type SessionOwnRecord,
  touch,
  undeclaredRecord,
  unsettle,
} from './session-tally';
import { judgeSighting } from './span-sightings';
import type { AppendBatch, AppendResult, AppendSpan } from './store';
import { storedText } from './stored-text';

/** Writes of the memory engine that concern more than one row. */

export function append(data: MemoryData, owner: MemoryProject, batch: AppendBatch): AppendResult {
  const at = batch.delivery.receivedAt.getTime();
  const touched = new Map<MemorySession, string | null>();
  let accepted = 0;
  const spans = [...batch.spans];
  for (const span of spans) {
    const session = openSession(data, owner, storedText(span.facts.sessionId), at);
    if (!touched.has(session)) touched.set(session, filingOf(session.tally).runId);
    if (keepSpan(session, span, data.deliveries.length)) accepted++;
    noteNames(session.tally, span.facts);
    for (const runId of runsNamedBy(span.facts)) ensureRun(owner, runId, at);
  }
  for (const [session, runIdBefore] of touched) {
    touch(session.tally, at, batch.delivery.client);
    tellSiblings(owner, session, runIdBefore, at);
  }
  const traces = new Set(spans.map(({ facts }) => facts.traceId));
  for (const session of owner.sessions.values()) {
    const shares = [...session.spans.values()].some(({ facts }) => traces.has(facts.traceId));
    if (shares && !touched.has(session)) unsettle(session.tally);
  }
  const result = { accepted, duplicated: spans.length - accepted };
  data.deliveries.push({
    projectId: batch.projectId,
    delivery: { ...batch.delivery, ...result },
    body: batch.body,
    spans: spans.map(({ ordinal, facts }) => ({ ordinal, sessionId: storedText(facts.sessionId) })),
    subject: null,
  });
  return result;
}

/** @returns false when the span is known. */
function keepSpan(session: MemorySession, { facts, event, ordinal }: AppendSpan, deliveryId: number): boolean {
  const id = `${facts.traceId}:${facts.spanId}`;
  const known = session.spans.get(id);
  if (known === undefined) {
    session.spans.set(id, { facts, event, patch: null, deliveryId, ordinal, sightings: 1, otherHashes: [] });
    countSpan(session.tally, facts);
    return true;
  }
  session.tally.duplicateCount++;
  const { payloadHash, endUnixNano } = known.facts;
  const sighting = judgeSighting({ payloadHash, ended: endUnixNano !== 0n, otherHashes: known.otherHashes }, facts);
  known.sightings++;
  known.otherHashes = sighting.otherHashes;
  if (sighting.kind === 'replacement') {
    Object.assign(known, { facts, event, deliveryId, ordinal });
    recount(
      session.tally,
      [...session.spans.values()].map((span) => span.facts),
    );
  }
  return false;
}

/** @param at Unix milliseconds. */
export function openSession(data: MemoryData, owner: MemoryProject, sessionId: string, at: number): MemorySession {
  const known = owner.sessions.get(sessionId);
  if (known !== undefined) return known;
  const session: MemorySession = {
    key: ++data.lastSessionKey,
    projectId: owner.project.id,
    sessionId,
    tally: newTally(owner.project.contract, at),
    own: undeclaredRecord(sessionId, owner.project.name),
    spans: new Map(),
    events: new Map(),
    findings: [],
    judged: null,
    claimedUntil: 0,
  };
  owner.sessions.set(sessionId, session);
  return session;
}

export function saveRecord(
  owner: MemoryProject,
  session: MemorySession,
  own: SessionOwnRecord,
  runIdBefore: string | null,
  now: Date,
): void {
  const inputsBefore = inputValuesOf(session.own);
  session.own = own;
  noteRecord(session.tally, own);
  const inputsChanged = inputsBefore.join('\0') !== inputValuesOf(own).join('\0');
  tellSiblings(owner, session, runIdBefore, now.getTime(), inputsChanged);
}

/** A new member of a run that is over, or new inputs of an old one, are news to its siblings. */
export function tellSiblings(
  owner: MemoryProject,
  session: MemorySession,
  runIdBefore: string | null,
  at: number,
  inputsChanged = false,
): void {
  const { runId } = filingOf(session.tally);
  if (runId === null || (runId === runIdBefore && !inputsChanged)) return;
  if (!isTerminal(ensureRun(owner, runId, at).status)) return;
  for (const sibling of sessionsOfRun(owner, runId)) if (sibling !== session) unsettle(sibling.tally);
}

function ensureRun(owner: MemoryProject, runId: string, at: number): RunRecord {
  const run = owner.runs.get(runId) ?? undeclaredRun(runId, new Date(at));
  owner.runs.set(runId, run);
  return run;
}
