import 'server-only';
import { setImmediate } from 'node:timers/promises';
import type { NewKey } from '../domain/api-key';
import type { BaselineScope, PinnedBaseline } from '../domain/baseline';
import type { CatalogEntry, CatalogKind, CatalogPatch } from '../domain/catalog';
import { isAppError } from '../domain/errors';
import type { TraceEvent } from '../domain/event';
import { type Delivery, type Project, RUN_STATUSES, type RunRecord, type SessionRollup } from '../domain/records';
import { isTerminal, type RunPatch } from '../domain/run';
import type { EventPatch } from '../domain/session';
import type { Snapshot, SnapshotPatch } from '../domain/snapshot';
import type { DeliverySubject, SentBody } from './delivery-store';
import { type PackedBatch, packBody } from './packed-batch';
import { sessionKeyOf, subjectKeyOf } from './session-key';
import { bytesOf, firstRow, placeholders } from './sql';
import type { AppendResult, Claim, DueSession } from './store';
import { storedText } from './stored-text';
import { appendBatches } from './write-append';
import { type PackedOutcome, saveAudit } from './write-audits';
import { pinBaseline, unpinBaseline } from './write-baselines';
import {
  addMembers,
  createEntries,
  deleteEntry,
  type NewMembers,
  type PackedEntry,
  removeMember,
  setMembers,
  updateEntry,
} from './write-catalog';
import { insertDelivery } from './write-deliveries';
import type { WriteEngine } from './write-engine';
import { eraseDeliveries, eraseRun, eraseSessions, type PackedErasure } from './write-erasures';
import { putEvents, putSession, updateEvent } from './write-events';
import { createKey, noteKeyUse, revokeKey } from './write-keys';
import { deleteProject, ensureProject, projectById, projects, updateProject } from './write-projects';
import { mergeRun, unsettleRun } from './write-runs';
import { countSnapshotView, createSnapshot, type PackedSnapshot, updateSnapshot } from './write-snapshots';

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
    return this.#engine.transaction((tx) => ensureProject(tx, storedText(name)));
  }

  updateProject(
    name: string,
    patch: { readonly routing?: string; readonly contract?: string },
  ): Promise<Project | null> {
    return this.#engine.transaction((tx) => updateProject(tx, storedText(name), patch));
  }

  deleteProject(name: string): Promise<boolean> {
    return this.#engine.transaction((tx) => deleteProject(tx, storedText(name)));
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
      if (group.length === 1 || (isAppError(error) && error.code === 'unavailable'))
        for (const { reject } of group) reject(error);
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
      await projectById(tx, projectId);
      // What the run says is part of what its sessions are judged by; when it is over, they are due. Sessions are locked
      // before runs everywhere.
      await unsettleRun(tx, projectId, storedText(runId));
      return mergeRun(tx, projectId, storedText(runId), patch, now);
    });
  }

  putSession(projectId: number, event: TraceEvent, client: SessionRollup['client'], now: Date): Promise<SessionRollup> {
    return this.#engine.transaction((tx) => putSession(tx, projectId, event, client, now.getTime()));
  }

  putEvents(
    projectId: number,
    events: readonly TraceEvent[],
    client: SessionRollup['client'],
    now: Date,
  ): Promise<void> {
    return this.#engine.transaction((tx) => putEvents(tx, projectId, events, client, now.getTime()));
  }

  updateEvent(projectId: number, eventId: string, patch: EventPatch, now: Date): Promise<TraceEvent> {
    return this.#engine.transaction((tx) => updateEvent(tx, projectId, storedText(eventId), patch, now.getTime()));
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

  createEntries(projectId: number, entries: readonly PackedEntry[], now: Date, members?: NewMembers): Promise<void> {
    return this.#engine.transaction((tx) => createEntries(tx, projectId, entries, now, members));
  }

  updateEntry(
    projectId: number,
    kind: CatalogKind,
    id: string,
    patch: CatalogPatch,
    now: Date,
  ): Promise<CatalogEntry | null> {
    return this.#engine.transaction((tx) => updateEntry(tx, projectId, kind, storedText(id), patch, now));
  }

  deleteEntry(projectId: number, kind: CatalogKind, id: string): Promise<boolean> {
    return this.#engine.transaction((tx) => deleteEntry(tx, projectId, kind, storedText(id)));
  }

  setMembers(projectId: number, datasetId: string, datapointIds: readonly string[]): Promise<void> {
    return this.#engine.transaction((tx) => setMembers(tx, projectId, storedText(datasetId), datapointIds));
  }

  addMembers(projectId: number, datasetId: string, datapointIds: readonly string[]): Promise<void> {
    return this.#engine.transaction((tx) => addMembers(tx, projectId, storedText(datasetId), datapointIds));
  }

  removeMember(projectId: number, datasetId: string, datapointId: string): Promise<boolean> {
    return this.#engine.transaction((tx) =>
      removeMember(tx, projectId, storedText(datasetId), storedText(datapointId)),
    );
  }

  createKey(projectId: number, key: NewKey): Promise<void> {
    return this.#engine.transaction((tx) => createKey(tx, projectId, key));
  }

  revokeKey(projectId: number, id: string, now: Date): Promise<boolean> {
    return this.#engine.transaction((tx) => revokeKey(tx, projectId, storedText(id), now));
  }

  noteKeyUse(id: string, at: Date): Promise<void> {
    return this.#engine.transaction((tx) => noteKeyUse(tx, storedText(id), at));
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
