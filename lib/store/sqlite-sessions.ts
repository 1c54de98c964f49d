import 'server-only';
import type { RunRecord } from '../domain/records';
import { isTerminal, undeclaredRun } from '../domain/run';
import { eventText, patchText, toOwnRecord, toTally } from './rows';
import {
  filingOf,
  inputValuesOf,
  newTally,
  noteRecord,
  type SessionOwnRecord,
  type SessionTally,
  undeclaredRecord,
} from './session-tally';
import type { SqlConnection } from './sql-connection';
import { asRow, writeTally } from './sqlite-rows';
import { readRun, writeRun } from './sqlite-runs';

/** A session as a write works on it. */
export interface OpenSession {
  readonly key: number;
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

export function findSession(database: SqlConnection, projectId: number, sessionId: string): OpenSession | null {
  const raw = database.first('SELECT * FROM Session WHERE sessionId = ? AND projectId = ?', [sessionId, projectId]);
  if (raw === undefined) return null;
  const row = asRow('Session', raw);
  const counts = database.all('SELECT * FROM SessionAttribution WHERE sessionKey = ?', [row.key]);
  const tally = toTally(
    row,
    counts.map((count) => asRow('SessionAttribution', count)),
  );
  return { key: row.key, sessionId, tally, runIdBefore: row.runId };
}

/** Finds the session, or makes one nobody declared. @param receivedAt Unix milliseconds. */
export function openSession(
  database: SqlConnection,
  project: ProjectName,
  sessionId: string,
  receivedAt: number,
): OpenSession {
  const known = findSession(database, project.id, sessionId);
  if (known !== null) return known;
  const tally = newTally(project.contract, receivedAt);
  database.run(
    'INSERT INTO Session (projectId, sessionId, declared, name, lastReceivedAt, contract) VALUES (?, ?, 0, ?, ?, ?)',
    [project.id, sessionId, tally.name, receivedAt, tally.contract],
  );
  const inserted = database.first('SELECT key FROM Session WHERE sessionId = ? AND projectId = ?', [
    sessionId,
    project.id,
  ]);
  const key = Number(inserted?.key);
  writeRecord(database, key, undeclaredRecord(sessionId, project.name));
  return { key, sessionId, tally, runIdBefore: null };
}

/**
 * Writes the session back. A new member of a run that is over, or new inputs of an old one, are news to its siblings.
 * @param receivedAt Unix milliseconds.
 */
export function saveSession(
  database: SqlConnection,
  projectId: number,
  session: OpenSession,
  receivedAt: number,
  inputsChanged = false,
): void {
  writeTally(database, session.key, session.tally);
  const { runId } = filingOf(session.tally);
  if (runId === null || (runId === session.runIdBefore && !inputsChanged)) return;
  const run = ensureRun(database, projectId, runId, receivedAt);
  if (isTerminal(run.status)) unsettleRun(database, projectId, runId, session.key);
}

/** The run, or an undeclared one of that id. */
export function ensureRun(database: SqlConnection, projectId: number, runId: string, receivedAt: number): RunRecord {
  const known = readRun(database, projectId, runId);
  if (known !== null) return known;
  const run = undeclaredRun(runId, new Date(receivedAt));
  writeRun(database, projectId, run);
  return run;
}

/** The verdicts of a run's sessions rest on something that changed. @param except this session is dealt with already. */
export function unsettleRun(database: SqlConnection, projectId: number, runId: string, except: number | null): void {
  database.run(
    'UPDATE Session SET settled = 0, revision = revision + 1 WHERE projectId = ? AND runId = ? AND key <> ?',
    [projectId, runId, except ?? -1],
  );
}

export function readRecord(database: SqlConnection, key: number): SessionOwnRecord {
  const raw = database.first('SELECT * FROM SessionRecord WHERE sessionKey = ?', [key]);
  if (raw === undefined) throw new Error(`Session ${key} has no record.`);
  return toOwnRecord(asRow('SessionRecord', raw));
}

/** Writes the session's own event and what follows from it. */
export function saveRecord(
  database: SqlConnection,
  projectId: number,
  session: OpenSession,
  own: SessionOwnRecord,
  receivedAt: number,
): void {
  const before = readRecord(database, session.key);
  writeRecord(database, session.key, own);
  noteRecord(session.tally, own);
  const inputsChanged = inputValuesOf(before).join('\0') !== inputValuesOf(own).join('\0');
  saveSession(database, projectId, session, receivedAt, inputsChanged);
}

function writeRecord(database: SqlConnection, key: number, own: SessionOwnRecord): void {
  database.run(
    `INSERT INTO SessionRecord (sessionKey, record, patch, inputValues) VALUES (?, ?, ?, ?)
     ON CONFLICT (sessionKey) DO UPDATE SET record = excluded.record, patch = excluded.patch,
       inputValues = excluded.inputValues`,
    [key, eventText(own.record), own.patch === null ? null : patchText(own.patch), JSON.stringify(inputValuesOf(own))],
  );
}
