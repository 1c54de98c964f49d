import 'server-only';
import { setImmediate } from 'node:timers/promises';
import type { BaselineScope, PinnedBaseline } from '../domain/baseline';
import { isAppError } from '../domain/errors';
import type { TraceEvent } from '../domain/event';
import { type Delivery, type Project, RUN_STATUSES, type RunRecord, type SessionRollup } from '../domain/records';
import { isTerminal, type RunPatch } from '../domain/run';
import type { EventPatch } from '../domain/session';
import type { Snapshot, SnapshotPatch } from '../domain/snapshot';
import { asRow } from './database-rows';
import { mergePatches } from './event-patches';
import { type PackedBatch, packBody } from './packed-batch';
import { findEvents, readEvent } from './read-events';
import { eventText, parsePatch, patchText, toProject } from './rows';
import { sessionKeyOf, subjectKeyOf } from './session-key';
import { declare, eventOf, startRecord, toRollup, touch, updateRecord } from './session-tally';
import { bytesOf, firstRow, placeholders, type SqlSession } from './sql';
import type { AppendResult, Claim, DeliverySubject, DueSession, SentBody } from './store';
import { storedText } from './stored-text';
import { appendBatches } from './write-append';
import { type PackedOutcome, saveAudit } from './write-audits';
import { pinBaseline, unpinBaseline } from './write-baselines';
import { insertDelivery } from './write-deliveries';
import type { WriteEngine, WriteTransaction } from './write-engine';
import { eraseDeliveries, eraseRun, eraseSessions, type PackedErasure } from './write-erasures';
import { mergeRun, UNSETTLE, unsettleRun } from './write-runs';
import { findSession, openSession, readRecord, saveRecord, saveSessions } from './write-sessions';
import { countSnapshotView, createSnapshot, type PackedSnapshot, updateSnapshot } from './write-snapshots';

/** Which table new projects use and are judged by. */
const DEFAULT_TABLE = 'preserve';
/** Trace and span id of an event that no span made. */
const NO_ID = new Uint8Array();
/** Most spans that share one transaction. */
const GROUP_SPANS = 8192;

interface WaitingBatch {
  readonly batch: PackedBatch;
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}

/**
 * All writing, for every engine: each call is one transaction, durable when its promise resolves. Batches that arrive
 * while another transaction runs share the next one (group commit). What a write does to a session is decided in
 * session-tally.ts, which the memory engine shares.
 */
export class StoreWriter {
  readonly #engine: WriteEngine;
  #waiting: WaitingBatch[] = [];
  #appending = 0;

  constructor(engine: WriteEngine) {
    this.#engine = engine;
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  /** Commits a change that changes nothing. */
  checkWritable(): Promise<void> {
    return this.#engine.transaction(async (tx) => tx.dirty());
  }

  ensureProject(name: string): Promise<Project> {
    const kept = storedText(name);
    return this.#engine.transaction(async (tx) => {
      await tx.run(
        'INSERT INTO project (name, routing, contract, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING',
        [kept, DEFAULT_TABLE, DEFAULT_TABLE, Date.now()],
      );
      const project = await projectNamed(tx, kept);
      if (project === null) throw new Error(`Project ${kept} was not kept.`);
      return project;
    });
  }

  updateProject(
    name: string,
    patch: { readonly routing?: string; readonly contract?: string },
  ): Promise<Project | null> {
    return this.#engine.transaction(async (tx) => {
      const before = await projectNamed(tx, storedText(name), tx.forUpdate);
      if (before === null) return null;
      const project = { ...before, ...patch };
      const { routing, contract, id } = project;
      await tx.run('UPDATE project SET routing = ?, contract = ? WHERE id = ?', [routing, contract, id]);
      if (contract !== before.contract) await tx.run(`${UNSETTLE} WHERE project_id = ?`, [id]);
      return project;
    });
  }

  append(batch: PackedBatch): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batch, resolve, reject });
      if (this.#appending < this.#engine.parallelAppends) void this.#appendWaiting();
    });
  }

  async #appendWaiting(): Promise<void> {
    this.#appending++;
    while (this.#waiting.length > 0) {
      // A turn of the event loop, in which all that has arrived is delivered: else every group would be of one.
      await setImmediate();
      const group = this.#takeGroup();
      // Where several groups run at once, another may have taken all.
      if (group.length > 0) await this.#appendGroup(group);
    }
    this.#appending--;
  }

  #takeGroup(): readonly WaitingBatch[] {
    let spans = 0;
    let size = 0;
    while (size < this.#waiting.length && spans < GROUP_SPANS) spans += this.#waiting[size++]?.batch.spans.count ?? 0;
    return this.#waiting.splice(0, size);
  }

  /** One batch that can not be kept does not take the others down with it; a database that is away does. */
  async #appendGroup(group: readonly WaitingBatch[]): Promise<void> {
    try {
      const batches = group.map(({ batch }) => batch);
      const results = await this.#engine.transaction((tx) => appendBatches(tx, projects(tx), batches));
      group.forEach(({ resolve }, index) => {
        resolve(results[index] as AppendResult);
      });
    } catch (error) {
      if (group.length === 1 || isAppError(error)) for (const { reject } of group) reject(error);
      else for (const one of group) await this.#appendGroup([one]);
    }
  }

  recordDelivery(
    projectId: number | null,
    delivery: Delivery,
    body: SentBody | null,
    subject: DeliverySubject | null = null,
  ): Promise<void> {
    const subjectKey = projectId === null || subject === null ? null : subjectKeyOf(projectId, subject);
    return this.#engine.transaction(async (tx) => {
      const [id] = await tx.nextDeliveryIds(1);
      await insertDelivery(
        tx,
        id as bigint,
        projectId,
        delivery,
        body === null ? null : packBody(body),
        null,
        subjectKey,
      );
    });
  }

  eraseSessions(projectId: number, erasure: PackedErasure): Promise<boolean> {
    return this.#engine.transaction((tx) => eraseSessions(tx, projectId, erasure));
  }

  eraseRun(projectId: number, runId: string): Promise<boolean> {
    return this.#engine.transaction((tx) => eraseRun(tx, projectId, storedText(runId)));
  }

  eraseDeliveries(before: Date, limit: number): Promise<number> {
    return this.#engine.transaction((tx) => eraseDeliveries(tx, before, limit));
  }

  async purge(): Promise<void> {
    await this.#engine.purge?.();
  }

  putRun(projectId: number, runId: string, patch: RunPatch, now: Date): Promise<RunRecord> {
    return this.#engine.transaction(async (tx) => {
      // What the run says is part of what its sessions are judged by; when it is over, they are due. Sessions are locked
      // before runs everywhere.
      await unsettleRun(tx, projectId, storedText(runId));
      return mergeRun(tx, projectId, storedText(runId), patch, now);
    });
  }

  putSession(projectId: number, event: TraceEvent, client: SessionRollup['client'], now: Date): Promise<SessionRollup> {
    const at = now.getTime();
    return this.#engine.transaction(async (tx) => {
      const sessionId = storedText(event.session_id);
      const session = await openSession(tx, await projectById(tx, projectId), sessionId, at);
      const { tally } = session;
      const own = startRecord(await readRecord(tx, session.key), tally.declared, event);
      touch(tally, at, null);
      declare(tally, client);
      await saveRecord(tx, session, own, at);
      return toRollup(sessionId, tally, own);
    });
  }

  updateEvent(projectId: number, eventId: string, patch: EventPatch, now: Date): Promise<TraceEvent> {
    const id = storedText(eventId);
    const at = now.getTime();
    return this.#engine.transaction(async (tx) => {
      const declared = (await findSession(tx, projectId, id))?.tally.declared ?? false;
      const event = declared ? null : await updateStoredEvents(tx, projectId, id, patch, at);
      return event ?? updateSession(tx, projectId, id, patch, at);
    });
  }

  putEvent(projectId: number, event: TraceEvent, now: Date): Promise<void> {
    const at = now.getTime();
    return this.#engine.transaction(async (tx) => {
      const session = await openSession(tx, await projectById(tx, projectId), storedText(event.session_id), at);
      const startTime = Number.isFinite(event.start_time) ? event.start_time : 0;
      await tx.run(
        `INSERT INTO event (session_key, event_id, trace_id, span_id, start_time, payload) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (session_key, event_id, trace_id, span_id)
         DO UPDATE SET start_time = excluded.start_time, payload = excluded.payload`,
        [session.key, storedText(event.event_id), NO_ID, NO_ID, startTime, eventText(event)],
      );
      touch(session.tally, at, null);
      await saveSessions(tx, [session], at);
    });
  }

  saveAudit(projectId: number, sessionId: string, outcome: PackedOutcome): Promise<boolean> {
    return this.#engine.transaction((tx) => saveAudit(tx, projectId, storedText(sessionId), outcome));
  }

  pinBaseline(projectId: number, baseline: PinnedBaseline): Promise<void> {
    return this.#engine.transaction((tx) => pinBaseline(tx, projectId, baseline));
  }

  unpinBaseline(projectId: number, scope: BaselineScope): Promise<boolean> {
    return this.#engine.transaction((tx) => unpinBaseline(tx, projectId, scope));
  }

  createSnapshot(projectId: number, snapshot: PackedSnapshot): Promise<Snapshot> {
    return this.#engine.transaction((tx) => createSnapshot(tx, projectId, snapshot));
  }

  updateSnapshot(projectId: number, id: string, patch: SnapshotPatch): Promise<Snapshot | null> {
    return this.#engine.transaction((tx) => updateSnapshot(tx, projectId, storedText(id), patch));
  }

  countSnapshotView(id: string, now: Date): Promise<void> {
    return this.#engine.transaction((tx) => countSnapshotView(tx, storedText(id), now));
  }

  claimDueSessions({ quietSince, now, until, limit }: Claim): Promise<readonly DueSession[]> {
    return this.#engine.transaction(async (tx) => {
      const values = [now.getTime(), quietSince.getTime(), ...TERMINAL, limit];
      const projectOf = projects(tx);
      const due: DueSession[] = [];
      for (const { key } of await tx.rows(`${DUE_SESSIONS} ${tx.skipLockedSessions}`, values)) {
        // Where a SELECT could not lock, another process may have been first.
        const sql = 'UPDATE session SET claimed_until = ? WHERE key = ? AND claimed_until <= ?';
        if ((await tx.run(sql, [until.getTime(), bytesOf(key), now.getTime()])) === 0) continue;
        const row = await firstRow(tx, 'SELECT project_id, session_id FROM session WHERE key = ?', [bytesOf(key)]);
        if (row === undefined) continue;
        due.push({ project: await projectOf(Number(row.projectId)), sessionId: String(row.sessionId) });
      }
      return due;
    });
  }

  extendClaim(projectId: number, sessionId: string, until: Date): Promise<void> {
    const key = sessionKeyOf(projectId, storedText(sessionId));
    return this.#engine.transaction(async (tx) => {
      await tx.run('UPDATE session SET claimed_until = ? WHERE key = ?', [until.getTime(), key]);
    });
  }
}

/** Sessions of a run in one of these states are due at once. */
const TERMINAL = RUN_STATUSES.filter(isTerminal);

const DUE_SESSIONS = `SELECT session.key FROM session
  LEFT JOIN run ON run.project_id = session.project_id AND run.run_id = session.run_id
  WHERE session.settled = FALSE AND session.claimed_until <= ?
    AND (session.last_received_at < ? OR run.status IN (${placeholders(TERMINAL.length)}))
  ORDER BY session.last_received_at, session.created_micros LIMIT ?`;

async function projectNamed(db: SqlSession, name: string, lock = ''): Promise<Project | null> {
  const row = await firstRow(db, `SELECT * FROM project WHERE name = ? ${lock}`, [name]);
  return row === undefined ? null : toProject(asRow('Project', row));
}

async function projectById(db: SqlSession, id: number): Promise<Project> {
  const row = await firstRow(db, 'SELECT * FROM project WHERE id = ?', [id]);
  if (row === undefined) throw new Error(`There is no project ${id}.`);
  return toProject(asRow('Project', row));
}

/** Projects by id, each read once. */
function projects(db: SqlSession): (id: number) => Promise<Project> {
  const known = new Map<number, Project>();
  return async (id) => {
    const project = known.get(id) ?? (await projectById(db, id));
    known.set(id, project);
    return project;
  };
}

/** All events of that id: spans may name the same one. @returns the first; null when there is none. */
async function updateStoredEvents(
  tx: WriteTransaction,
  projectId: number,
  eventId: string,
  patch: EventPatch,
  at: number,
): Promise<TraceEvent | null> {
  let answer: TraceEvent | null = null;
  for (const place of await findEvents(tx, eventId)) {
    const owner = await firstRow(tx, 'SELECT project_id, session_id FROM session WHERE key = ?', [place.sessionKey]);
    if (owner === undefined || Number(owner.projectId) !== projectId) continue;
    const merged = patchText(mergePatches(parsePatch(place.patch), patch));
    await tx.run(
      `INSERT INTO event (session_key, event_id, trace_id, span_id, start_time, patch) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (session_key, event_id, trace_id, span_id) DO UPDATE SET patch = excluded.patch`,
      [place.sessionKey, eventId, place.traceId, place.spanId, place.startTime, merged],
    );
    answer ??= await readEvent(tx, { ...place, patch: merged });
    const session = await openSession(tx, await projectById(tx, projectId), String(owner.sessionId), at);
    touch(session.tally, at, null);
    await saveSessions(tx, [session], at);
  }
  return answer;
}

async function updateSession(
  tx: WriteTransaction,
  projectId: number,
  sessionId: string,
  patch: EventPatch,
  at: number,
): Promise<TraceEvent> {
  const session = await openSession(tx, await projectById(tx, projectId), sessionId, at);
  const own = updateRecord(await readRecord(tx, session.key), patch);
  touch(session.tally, at, null);
  await saveRecord(tx, session, own, at);
  return eventOf(own);
}
