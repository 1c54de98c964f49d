import 'server-only';
import { isTerminal } from '../domain/run';
import { asRow } from './database-rows';
import type { SessionAttribution as AttributionRow } from './generated/client';
import { eventText, patchText, toOwnRecord, toTally } from './rows';
import { keyText, sessionKeyOf } from './session-key';
import {
  filingOf,
  inputValuesOf,
  newTally,
  noteRecord,
  type SessionOwnRecord,
  type SessionTally,
  undeclaredRecord,
} from './session-tally';
import { firstRow, type SqlSession } from './sql';
import type { NewSession, WriteTransaction } from './write-engine';
import { ensureRun, unsettleRun } from './write-runs';

/** A session as a write works on it. */
export interface OpenSession {
  readonly key: Uint8Array;
  readonly projectId: number;
  readonly sessionId: string;
  readonly tally: SessionTally;
  /** Where it was filed when it was opened. */
  readonly runIdBefore: string | null;
}

export interface ProjectName {
  readonly id: number;
  readonly name: string;
  readonly contract: string;
}

interface AskedSession {
  readonly project: ProjectName;
  readonly sessionId: string;
}

/** The session, locked; null when it is unknown. @param sessionId as stored. */
export async function findSession(
  tx: WriteTransaction,
  projectId: number,
  sessionId: string,
): Promise<OpenSession | null> {
  const [found] = await findSessions(tx, [sessionKeyOf(projectId, sessionId)]);
  return found ?? null;
}

async function findSessions(tx: WriteTransaction, keys: readonly Uint8Array[]): Promise<readonly OpenSession[]> {
  const rows = (await tx.lockSessions(keys)).map((raw) => asRow('Session', raw));
  if (rows.length === 0) return [];
  const countsByKey = new Map<string, AttributionRow[]>(rows.map(({ key }) => [keyText(key), []]));
  for (const raw of await tx.attributionOf(rows.map(({ key }) => key))) {
    const counts = asRow('SessionAttribution', raw);
    countsByKey.get(keyText(counts.sessionKey))?.push(counts);
  }
  return rows.map((row) => ({
    key: row.key,
    projectId: row.projectId,
    sessionId: row.sessionId,
    tally: toTally(row, countsByKey.get(keyText(row.key)) ?? []),
    runIdBefore: row.runId,
  }));
}

/**
 * Finds the sessions and makes those nobody declared, all locked.
 * @param receivedAt Unix milliseconds.
 * @returns them by {@link keyText}.
 */
export async function openSessions(
  tx: WriteTransaction,
  asked: readonly AskedSession[],
  receivedAt: number,
): Promise<Map<string, OpenSession>> {
  const askedByKey = new Map<string, AskedSession & { readonly key: Uint8Array }>();
  for (const one of asked) {
    const key = sessionKeyOf(one.project.id, one.sessionId);
    askedByKey.set(keyText(key), { ...one, key });
  }
  const open = new Map<string, OpenSession>();
  const find = async () => {
    const keys = [...askedByKey].filter(([text]) => !open.has(text)).map(([, { key }]) => key);
    for (const session of await findSessions(tx, keys)) open.set(keyText(session.key), session);
  };
  await find();
  const unknown = [...askedByKey.values()].filter(({ key }) => !open.has(keyText(key)));
  const made = unknown.map((one) => newSession(one, receivedAt));
  if (made.length > 0 && (await tx.insertSessions(made)) < made.length) await find();
  for (const { key, projectId, sessionId, tally } of made) {
    if (!open.has(keyText(key))) open.set(keyText(key), { key, projectId, sessionId, tally, runIdBefore: null });
  }
  return open;
}

export async function openSession(
  tx: WriteTransaction,
  project: ProjectName,
  sessionId: string,
  receivedAt: number,
): Promise<OpenSession> {
  const [session] = (await openSessions(tx, [{ project, sessionId }], receivedAt)).values();
  if (session === undefined) throw new Error('A session could not be opened.');
  return session;
}

function newSession(
  { key, project, sessionId }: AskedSession & { readonly key: Uint8Array },
  receivedAt: number,
): NewSession {
  const tally = newTally(project.contract, receivedAt);
  return { key, projectId: project.id, sessionId, tally, own: undeclaredRecord(sessionId, project.name) };
}

/**
 * Writes sessions back. A new member of a run that is over, or new inputs of an old one, are news to its siblings.
 * @param receivedAt Unix milliseconds.
 */
export async function saveSessions(
  tx: WriteTransaction,
  sessions: readonly OpenSession[],
  receivedAt: number,
  { inputsChanged = false } = {},
): Promise<void> {
  const joined = new Map<string, { readonly projectId: number; readonly runId: string }>();
  for (const { projectId, tally, runIdBefore } of sessions) {
    const { runId } = filingOf(tally);
    if (runId === null || (runId === runIdBefore && !inputsChanged)) continue;
    joined.set(`${projectId} ${runId}`, { projectId, runId });
  }
  for (const { projectId, runId } of joined.values()) {
    // Locked against changes: a run that ends at the same time must see this session, or this session its end.
    const run = await ensureRun(tx, projectId, runId, receivedAt, tx.forShare);
    if (isTerminal(run.status)) await unsettleRun(tx, projectId, runId);
  }
  // After the others, so that what is known of these sessions themselves stands.
  await tx.saveTallies(sessions);
}

export async function readRecord(db: SqlSession, key: Uint8Array): Promise<SessionOwnRecord> {
  const raw = await firstRow(db, 'SELECT * FROM session_record WHERE session_key = ?', [key]);
  if (raw === undefined) throw new Error('A session has no record.');
  return toOwnRecord(asRow('SessionRecord', raw));
}

/** Writes the session's own event and what follows from it. */
export async function saveRecord(
  tx: WriteTransaction,
  session: OpenSession,
  own: SessionOwnRecord,
  receivedAt: number,
): Promise<void> {
  const before = await readRecord(tx, session.key);
  const values = recordValues(own);
  await tx.run('UPDATE session_record SET record = ?, patch = ?, input_values = ? WHERE session_key = ?', [
    ...values,
    session.key,
  ]);
  noteRecord(session.tally, own);
  const inputsChanged = inputValuesOf(before).join('\0') !== inputValuesOf(own).join('\0');
  await saveSessions(tx, [session], receivedAt, { inputsChanged });
}

/** Columns of `session_record` after its key: record, patch, input values. */
export function recordValues(own: SessionOwnRecord): readonly [string, string | null, string] {
  const patch = own.patch === null ? null : patchText(own.patch);
  return [eventText(own.record), patch, JSON.stringify(inputValuesOf(own))];
}
