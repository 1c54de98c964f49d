import 'server-only';
import type { TraceEvent } from '../domain/event';
import { SEVERITIES } from '../domain/finding';
import type { Delivery, Project, RunRecord, SessionRollup } from '../domain/records';
import type { RunPatch } from '../domain/run';
import { type EventPatch, patchEvent } from '../domain/session';
import type { CustodyCounts } from '../domain/states';
import { mergePatches } from './event-patches';
import { parseEvent, parsePatch, patchText, toProject } from './rows';
import { applyOutcome, declare, eventOf, startRecord, toRollup, touch, updateRecord } from './session-tally';
import { custodyText, idBytes } from './span-rows';
import type { SqlConnection } from './sql-connection';
import { appendBatch, eventValues } from './sqlite-append';
import { insertDelivery, nextDeliveryId } from './sqlite-deliveries';
import { asRow } from './sqlite-rows';
import { mergeRun } from './sqlite-runs';
import { findSession, openSession, readRecord, saveRecord, saveSession, unsettleRun } from './sqlite-sessions';
import type { AppendBatch, AppendResult, AuditOutcome, SentBody } from './store';
import { storedText } from './stored-text';

/** Which table new projects use and are judged by. */
const DEFAULT_TABLE = 'preserve';
/** Trace and span id of an event that no span made. */
const NO_ID = new Uint8Array();

/**
 * The only writer of an embedded database: synchronous, one transaction per call, durable when the call returns.
 * Everything it says about a session is decided in session-tally.ts, which the memory engine shares.
 */
export class SqliteWriter {
  readonly #database: SqlConnection;

  constructor(database: SqlConnection) {
    this.#database = database;
  }

  /** Moves what is still in the write-ahead log into the database file, so that the file alone can be copied. */
  close(): void {
    this.#database.execute('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#database.close();
  }

  /** Commits a change of the file header that changes nothing. */
  checkWritable(): void {
    this.#database.write(() => this.#database.execute('PRAGMA user_version = 0'));
  }

  ensureProject(name: string): Project {
    const kept = storedText(name);
    return this.#database.write(() => {
      this.#database.run(
        'INSERT INTO Project (name, routing, contract, createdAt) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        [kept, DEFAULT_TABLE, DEFAULT_TABLE, Date.now()],
      );
      const row = this.#database.first('SELECT * FROM Project WHERE name = ?', [kept]);
      if (row === undefined) throw new Error(`Project ${kept} was not kept.`);
      return toProject(asRow('Project', row));
    });
  }

  updateProject(name: string, patch: { readonly routing?: string; readonly contract?: string }): Project | null {
    return this.#database.write(() => {
      const row = this.#database.first('SELECT * FROM Project WHERE name = ?', [storedText(name)]);
      if (row === undefined) return null;
      const before = toProject(asRow('Project', row));
      const project = { ...before, ...patch };
      this.#database.run('UPDATE Project SET routing = ?, contract = ? WHERE id = ?', [
        project.routing,
        project.contract,
        project.id,
      ]);
      if (project.contract !== before.contract) {
        this.#database.run('UPDATE Session SET settled = 0, revision = revision + 1 WHERE projectId = ?', [project.id]);
      }
      return project;
    });
  }

  append(batch: AppendBatch): AppendResult {
    return this.#database.write(() => appendBatch(this.#database, this.#project(batch.projectId), batch));
  }

  recordDelivery(projectId: number | null, delivery: Delivery, body: SentBody | null): void {
    this.#database.write(() => {
      insertDelivery(this.#database, nextDeliveryId(this.#database), projectId, delivery, body);
    });
  }

  putRun(projectId: number, runId: string, patch: RunPatch, now: Date): RunRecord {
    return this.#database.write(() => {
      const run = mergeRun(this.#database, projectId, storedText(runId), patch, now);
      // What the run says is part of what its sessions are judged by; when it is over, they are due.
      unsettleRun(this.#database, projectId, run.runId, null);
      return run;
    });
  }

  putSession(projectId: number, event: TraceEvent, client: SessionRollup['client'], now: Date): SessionRollup {
    const at = now.getTime();
    return this.#database.write(() => {
      const sessionId = storedText(event.session_id);
      const session = openSession(this.#database, this.#project(projectId), sessionId, at);
      const { tally } = session;
      const own = startRecord(readRecord(this.#database, session.key), tally.declared, event);
      touch(tally, at, null);
      declare(tally, client);
      saveRecord(this.#database, projectId, session, own, at);
      return toRollup(sessionId, tally, own);
    });
  }

  updateEvent(projectId: number, eventId: string, patch: EventPatch, now: Date): TraceEvent {
    const id = storedText(eventId);
    const at = now.getTime();
    return this.#database.write(() => {
      const isSession = findSession(this.#database, projectId, id)?.tally.declared ?? false;
      const event = isSession ? null : this.#updateStoredEvent(projectId, id, patch, at);
      return event ?? this.#updateSession(projectId, id, patch, at);
    });
  }

  /** All events of that id: spans may name the same one. The first is the answer. */
  #updateStoredEvent(projectId: number, eventId: string, patch: EventPatch, at: number): TraceEvent | null {
    const rows = this.#database.all(
      `SELECT e.rowid AS id, s.sessionId, e.patch, e.payload FROM Event e JOIN Session s ON s.key = e.sessionKey
       WHERE e.eventId = ? AND s.projectId = ? ORDER BY e.sessionKey, e.traceId, e.spanId`,
      [eventId, projectId],
    );
    let answer: TraceEvent | null = null;
    for (const { id, sessionId, patch: before, payload } of rows) {
      const merged = mergePatches(parsePatch(before as string | null), patch);
      this.#database.run('UPDATE Event SET patch = ? WHERE rowid = ?', [patchText(merged), id as bigint]);
      answer ??= patchEvent(parseEvent(String(payload)), merged);
      this.#touch(projectId, String(sessionId), at);
    }
    return answer;
  }

  #touch(projectId: number, sessionId: string, at: number): void {
    const session = openSession(this.#database, this.#project(projectId), sessionId, at);
    touch(session.tally, at, null);
    saveSession(this.#database, projectId, session, at);
  }

  #updateSession(projectId: number, sessionId: string, patch: EventPatch, at: number): TraceEvent {
    const session = openSession(this.#database, this.#project(projectId), sessionId, at);
    const own = updateRecord(readRecord(this.#database, session.key), patch);
    touch(session.tally, at, null);
    saveRecord(this.#database, projectId, session, own, at);
    return eventOf(own);
  }

  putEvent(projectId: number, event: TraceEvent, now: Date): void {
    const at = now.getTime();
    this.#database.write(() => {
      const session = openSession(this.#database, this.#project(projectId), storedText(event.session_id), at);
      this.#database.run(
        `INSERT INTO Event VALUES (?, ?, ?, ?, ?, NULL, ?)
         ON CONFLICT DO UPDATE SET startTime = excluded.startTime, payload = excluded.payload`,
        [session.key, NO_ID, NO_ID, ...eventValues(event)],
      );
      touch(session.tally, at, null);
      saveSession(this.#database, projectId, session, at);
    });
  }

  saveAudit(projectId: number, sessionId: string, outcome: AuditOutcome): boolean {
    return this.#database.write(() => {
      const session = findSession(this.#database, projectId, storedText(sessionId));
      if (session === null || session.tally.revision !== outcome.revision) return false;
      this.#replaceAttribution(session.key);
      applyOutcome(session.tally, outcome);
      this.#replaceFindings(session.key, outcome);
      for (const [spanKey, custody] of outcome.custodyOfSpans ?? [])
        this.#replaceCustody(session.key, spanKey, custody);
      saveSession(this.#database, projectId, session, session.tally.lastReceivedAt);
      return true;
    });
  }

  #replaceAttribution(sessionKey: number): void {
    this.#database.run('DELETE FROM SessionAttribution WHERE sessionKey = ?', [sessionKey]);
  }

  #replaceFindings(sessionKey: number, { findings }: AuditOutcome): void {
    this.#database.run('DELETE FROM Finding WHERE sessionKey = ?', [sessionKey]);
    findings.forEach((finding, position) => {
      this.#database.run('INSERT INTO Finding VALUES (?, ?, ?, ?, ?)', [
        sessionKey,
        position,
        SEVERITIES.indexOf(finding.severity),
        finding.size,
        JSON.stringify(finding),
      ]);
    });
  }

  /** @param spanKey `traceId:spanId`. */
  #replaceCustody(sessionKey: number, spanKey: string, custody: CustodyCounts): void {
    const [traceId = '', spanId = ''] = spanKey.split(':');
    this.#database.run('UPDATE Span SET custody = ? WHERE sessionKey = ? AND traceId = ? AND spanId = ?', [
      custodyText(custody),
      sessionKey,
      idBytes(traceId),
      idBytes(spanId),
    ]);
  }

  #project(id: number): Project {
    const row = this.#database.first('SELECT * FROM Project WHERE id = ?', [id]);
    if (row === undefined) throw new Error(`There is no project ${id}.`);
    return toProject(asRow('Project', row));
  }
}
