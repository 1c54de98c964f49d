import 'server-only';
import type { TraceEvent } from '../domain/event';
import type { Project } from '../domain/records';
import { IngestStore, type Writer } from './ingest-store';
import type { PrismaDatabase } from './prisma-database';
import { listDeliveries } from './prisma-deliveries';
import { readFindings } from './prisma-findings';
import { locate } from './prisma-locations';
import { countRuns, listRuns, readRuns } from './prisma-runs';
import { getSession, listSessions, siblingsByInput } from './prisma-sessions';
import { getSnapshot, listSnapshots, snapshotByToken } from './prisma-snapshots';
import { readAuditMaterial } from './read-audit-material';
import { readLatestPassingRun, readPinnedBaselines } from './read-baselines';
import { readDatasetsOf, readEntries, readMembers } from './read-catalog';
import type { ReadEngine } from './read-engine';
import { readErasable } from './read-erasable';
import { readEvents } from './read-events';
import { readSessionEvidence, readSpanEvidence } from './read-evidence';
import { readExpiredRuns, readExpiredSessions } from './read-expired';
import { findRuns } from './read-found-runs';
import { readKeys } from './read-keys';
import { readRunMembers, readStructures } from './read-structures';
import { toProject } from './rows';
import type { SpanEvidence, Store } from './store';
import { storedText } from './stored-text';
import { packOutcome } from './write-audits';
import { packEntry } from './write-catalog';
import { packErasure } from './write-erasures';
import { packSnapshot } from './write-snapshots';

type Method<K extends keyof Store> = Store[K];

/**
 * A store on a database: Prisma asks the questions of lists, plain connections read what must be of one moment or is
 * large, and one writer writes.
 */
export class DatabaseStore extends IngestStore implements Store {
  readonly #database: PrismaDatabase;
  readonly #prisma: PrismaDatabase['client'];

  constructor(database: PrismaDatabase, reading: ReadEngine, writer: Writer) {
    super(reading, writer);
    this.#database = database;
    this.#prisma = database.client;
  }

  checkWritable(): Promise<void> {
    return this.writer.checkWritable();
  }

  async close(): Promise<void> {
    await this.#prisma.$disconnect();
    await this.reading.close();
    await this.writer.close();
  }

  async listProjects(): Promise<readonly Project[]> {
    return (await this.#prisma.project.findMany({ orderBy: { name: 'asc' } })).map(toProject);
  }

  updateProject: Method<'updateProject'> = (name, patch) => this.writer.updateProject(name, patch);
  deleteProject: Method<'deleteProject'> = (name) => this.writer.deleteProject(name);

  listDeliveries: Method<'listDeliveries'> = (projectId, query) => listDeliveries(this.#prisma, projectId, query);

  putRun: Method<'putRun'> = (projectId, runId, patch, now) => this.writer.putRun(projectId, runId, patch, now);
  getRun: Method<'getRun'> = async (projectId, runId) =>
    (await readRuns(this.#database, projectId, [storedText(runId)]))[0] ?? null;
  listRuns: Method<'listRuns'> = (projectId, query) => listRuns(this.#database, projectId, query);
  findRuns: Method<'findRuns'> = (projectId, query) => this.reading.read((db) => findRuns(db, projectId, query));
  countRuns: Method<'countRuns'> = (projectId, filter) => countRuns(this.#database, projectId, filter);

  putSession: Method<'putSession'> = (projectId, event, client, now) =>
    this.writer.putSession(projectId, event, client, now);
  getSession: Method<'getSession'> = (projectId, sessionId) => getSession(this.#prisma, projectId, sessionId);
  listSessions: Method<'listSessions'> = (projectId, query) => listSessions(this.#database, projectId, query);

  updateEvent: Method<'updateEvent'> = (projectId, eventId, patch, now) =>
    this.writer.updateEvent(projectId, eventId, patch, now);
  putEvents: Method<'putEvents'> = (projectId, events, client, now) =>
    this.writer.putEvents(projectId, events, client, now);
  events(...[projectId, query]: Parameters<Store['events']>): AsyncIterable<TraceEvent> {
    return readEvents(this.reading, projectId, query);
  }

  auditMaterial: Method<'auditMaterial'> = (projectId, sessionId) =>
    this.reading.read((db) => readAuditMaterial(db, projectId, sessionId));
  siblingsByInput: Method<'siblingsByInput'> = (projectId, runId, sessionId, values) =>
    siblingsByInput(this.#database, projectId, runId, sessionId, values);
  saveAudit: Method<'saveAudit'> = (projectId, sessionId, outcome) =>
    this.writer.saveAudit(projectId, sessionId, packOutcome(outcome));
  claimDueSessions: Method<'claimDueSessions'> = (claim) => this.writer.claimDueSessions(claim);
  extendClaim: Method<'extendClaim'> = (projectId, sessionId, until) =>
    this.writer.extendClaim(projectId, sessionId, until);
  findings: Method<'findings'> = (projectId, scope, limit) => readFindings(this.#prisma, projectId, scope, limit);

  runMembers: Method<'runMembers'> = (projectId, runId) =>
    this.reading.read((db) => readRunMembers(db, projectId, runId));
  structures: Method<'structures'> = (projectId, sessionIds) =>
    this.reading.read((db) => readStructures(db, projectId, sessionIds));

  pinnedBaselines: Method<'pinnedBaselines'> = (projectId) =>
    this.reading.read((db) => readPinnedBaselines(db, projectId));
  pinBaseline: Method<'pinBaseline'> = (projectId, baseline) => this.writer.pinBaseline(projectId, baseline);
  unpinBaseline: Method<'unpinBaseline'> = (projectId, scope) => this.writer.unpinBaseline(projectId, scope);
  latestPassingRun: Method<'latestPassingRun'> = (projectId, scope, before) =>
    this.reading.read((db) => readLatestPassingRun(db, projectId, scope, before));

  createSnapshot: Method<'createSnapshot'> = (projectId, snapshot) =>
    this.writer.createSnapshot(projectId, packSnapshot(projectId, snapshot));
  listSnapshots: Method<'listSnapshots'> = (projectId, query) => listSnapshots(this.#prisma, projectId, query);
  getSnapshot: Method<'getSnapshot'> = (projectId, id) => getSnapshot(this.#prisma, projectId, id);
  snapshotByToken: Method<'snapshotByToken'> = (tokenHash) => snapshotByToken(this.#prisma, tokenHash);
  updateSnapshot: Method<'updateSnapshot'> = (projectId, id, patch) => this.writer.updateSnapshot(projectId, id, patch);
  countSnapshotView: Method<'countSnapshotView'> = (id, now) => this.writer.countSnapshotView(id, now);

  createEntries: Method<'createEntries'> = (projectId, entries, now, members) =>
    this.writer.createEntries(projectId, entries.map(packEntry), now, members);
  updateEntry: Method<'updateEntry'> = (projectId, kind, id, patch, now) =>
    this.writer.updateEntry(projectId, kind, id, patch, now);
  deleteEntry: Method<'deleteEntry'> = (projectId, kind, id) => this.writer.deleteEntry(projectId, kind, id);
  listEntries: Method<'listEntries'> = (projectId, query) =>
    this.reading.read((db) => readEntries(db, projectId, query));
  setMembers: Method<'setMembers'> = (projectId, datasetId, ids) => this.writer.setMembers(projectId, datasetId, ids);
  addMembers: Method<'addMembers'> = (projectId, datasetId, ids) => this.writer.addMembers(projectId, datasetId, ids);
  removeMember: Method<'removeMember'> = (projectId, datasetId, id) =>
    this.writer.removeMember(projectId, datasetId, id);
  membersOf: Method<'membersOf'> = (projectId, ids) => this.reading.read((db) => readMembers(db, projectId, ids));
  datasetsOf: Method<'datasetsOf'> = (projectId, ids) => this.reading.read((db) => readDatasetsOf(db, projectId, ids));

  listKeys: Method<'listKeys'> = () => this.reading.read(readKeys);
  createKey: Method<'createKey'> = (projectId, key) => this.writer.createKey(projectId, key);
  revokeKey: Method<'revokeKey'> = (projectId, id, now) => this.writer.revokeKey(projectId, id, now);
  noteKeyUse: Method<'noteKeyUse'> = (id, at) => this.writer.noteKeyUse(id, at);

  spanEvidence: Method<'spanEvidence'> = (projectId, sessionId, spanId, traceId) =>
    readSpanEvidence(this.reading, projectId, sessionId, spanId, traceId);
  sessionEvidence(...[projectId, sessionId]: Parameters<Store['sessionEvidence']>): AsyncIterable<SpanEvidence> {
    return readSessionEvidence(this.reading, projectId, sessionId);
  }

  erasableSessions: Method<'erasableSessions'> = (projectId, sessionIds) =>
    readErasable(this.reading, projectId, sessionIds);
  eraseSessions: Method<'eraseSessions'> = (projectId, erasure) =>
    this.writer.eraseSessions(projectId, packErasure(erasure));
  eraseRun: Method<'eraseRun'> = (projectId, runId) => this.writer.eraseRun(projectId, runId);
  expiredRuns: Method<'expiredRuns'> = (projectId, expired) =>
    this.reading.read((db) => readExpiredRuns(db, projectId, expired));
  expiredSessions: Method<'expiredSessions'> = (quietSince, limit) =>
    this.reading.read((db) => readExpiredSessions(db, quietSince, limit));
  eraseDeliveries: Method<'eraseDeliveries'> = (before, limit) => this.writer.eraseDeliveries(before, limit);
  purge: Method<'purge'> = () => this.writer.purge();

  locate: Method<'locate'> = (kind, id, projectId) => locate(this.#prisma, kind, id, projectId);
}
