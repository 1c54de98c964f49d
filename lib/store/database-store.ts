import 'server-only';
import type { TraceEvent } from '../domain/event';
import type { Project } from '../domain/records';
import type { PrismaClient } from './generated/client';
import { packBatch } from './packed-batch';
import { readFindings } from './prisma-findings';
import { locate, projectOf } from './prisma-locations';
import { listRuns, readRuns } from './prisma-runs';
import { dueSessions, getSession, listSessions, siblingsByInput } from './prisma-sessions';
import { readAuditMaterial } from './read-audit-material';
import type { ReadEngine } from './read-engine';
import { readEvents } from './read-events';
import { readSessionEvidence, readSpanEvidence } from './read-evidence';
import { toProject } from './rows';
import type { SpanEvidence, Store } from './store';
import type { StoreWriter } from './store-writer';
import { storedText } from './stored-text';

type Method<K extends keyof Store> = Store[K];

/** What a store needs of its writer, which may be in another thread. */
export type Writer = { readonly [K in keyof StoreWriter]: StoreWriter[K] };

/**
 * A store on a database: Prisma asks the questions of lists, plain connections read what must be of one moment or is
 * large, and one writer writes.
 */
export class DatabaseStore implements Store {
  readonly #prisma: PrismaClient;
  readonly #reading: ReadEngine;
  readonly #writer: Writer;

  constructor(prisma: PrismaClient, reading: ReadEngine, writer: Writer) {
    this.#prisma = prisma;
    this.#reading = reading;
    this.#writer = writer;
  }

  checkWritable(): Promise<void> {
    return this.#writer.checkWritable();
  }

  async close(): Promise<void> {
    await this.#prisma.$disconnect();
    await this.#reading.close();
    await this.#writer.close();
  }

  async listProjects(): Promise<readonly Project[]> {
    return (await this.#prisma.project.findMany({ orderBy: { name: 'asc' } })).map(toProject);
  }

  async getProject(name: string): Promise<Project | null> {
    const row = await this.#prisma.project.findUnique({ where: { name: storedText(name) } });
    return row === null ? null : toProject(row);
  }

  async ensureProject(name: string): Promise<Project> {
    return (await this.getProject(name)) ?? this.#writer.ensureProject(name);
  }

  updateProject: Method<'updateProject'> = (name, patch) => this.#writer.updateProject(name, patch);
  projectOf: Method<'projectOf'> = (kind, id) => projectOf(this.#prisma, this.#reading, kind, id);

  append: Method<'append'> = (batch) => this.#writer.append(packBatch(batch));
  recordDelivery: Method<'recordDelivery'> = (projectId, delivery, body) =>
    this.#writer.recordDelivery(projectId, delivery, body);

  putRun: Method<'putRun'> = (projectId, runId, patch, now) => this.#writer.putRun(projectId, runId, patch, now);
  getRun: Method<'getRun'> = async (projectId, runId) =>
    (await readRuns(this.#prisma, projectId, [storedText(runId)]))[0] ?? null;
  listRuns: Method<'listRuns'> = (projectId, query) => listRuns(this.#prisma, projectId, query);

  putSession: Method<'putSession'> = (projectId, event, client, now) =>
    this.#writer.putSession(projectId, event, client, now);
  getSession: Method<'getSession'> = (projectId, sessionId) => getSession(this.#prisma, projectId, sessionId);
  listSessions: Method<'listSessions'> = (projectId, query) => listSessions(this.#prisma, projectId, query);

  updateEvent: Method<'updateEvent'> = (projectId, eventId, patch, now) =>
    this.#writer.updateEvent(projectId, eventId, patch, now);
  putEvent: Method<'putEvent'> = (projectId, event, now) => this.#writer.putEvent(projectId, event, now);
  events(...[projectId, query]: Parameters<Store['events']>): AsyncIterable<TraceEvent> {
    return readEvents(this.#reading, projectId, query);
  }

  auditMaterial: Method<'auditMaterial'> = (projectId, sessionId) =>
    this.#reading.read((db) => readAuditMaterial(db, projectId, sessionId));
  siblingsByInput: Method<'siblingsByInput'> = (projectId, runId, sessionId, values) =>
    siblingsByInput(this.#prisma, projectId, runId, sessionId, values);
  saveAudit: Method<'saveAudit'> = (projectId, sessionId, outcome) =>
    this.#writer.saveAudit(projectId, sessionId, outcome);
  dueSessions: Method<'dueSessions'> = (quietSince, limit) => dueSessions(this.#prisma, quietSince, limit);
  findings: Method<'findings'> = (projectId, scope, limit) => readFindings(this.#prisma, projectId, scope, limit);

  spanEvidence: Method<'spanEvidence'> = (projectId, sessionId, spanId, traceId) =>
    readSpanEvidence(this.#reading, projectId, sessionId, spanId, traceId);
  sessionEvidence(...[projectId, sessionId]: Parameters<Store['sessionEvidence']>): AsyncIterable<SpanEvidence> {
    return readSessionEvidence(this.#reading, projectId, sessionId);
  }

  locate: Method<'locate'> = (kind, id) => locate(this.#prisma, kind, id);
}
