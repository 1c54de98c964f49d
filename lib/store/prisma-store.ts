import 'server-only';
import type { TraceEvent } from '../domain/event';
import type { Project } from '../domain/records';
import type { PrismaClient } from './generated/client';
import { readEvents, readFindings, readSessionEvidence, readSpanEvidence } from './prisma-evidence';
import { locate, projectOf } from './prisma-locations';
import { listRuns, readRuns } from './prisma-runs';
import { dueSessions, getSession, listSessions, siblingsByInput } from './prisma-sessions';
import { toProject } from './rows';
import type { SqlConnection } from './sql-connection';
import { readAuditMaterial } from './sqlite-reader';
import type { SqliteWriter } from './sqlite-writer';
import type { SpanEvidence, Store } from './store';
import { storedText } from './stored-text';

type Method<K extends keyof Store> = Store[K];

/**
 * The embedded engine: Prisma reads, one synchronous writer writes. The exception is the audit's material, which must be
 * of one moment and has a read connection of its own.
 */
export class PrismaStore implements Store {
  readonly #prisma: PrismaClient;
  readonly #writer: SqliteWriter;
  readonly #reading: SqlConnection;

  constructor(prisma: PrismaClient, writer: SqliteWriter, reading: SqlConnection) {
    this.#prisma = prisma;
    this.#writer = writer;
    this.#reading = reading;
  }

  async checkWritable(): Promise<void> {
    this.#writer.checkWritable();
  }

  async close(): Promise<void> {
    await this.#prisma.$disconnect();
    this.#reading.close();
    this.#writer.close();
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

  updateProject: Method<'updateProject'> = async (name, patch) => this.#writer.updateProject(name, patch);
  projectOf: Method<'projectOf'> = (kind, id) => projectOf(this.#prisma, kind, id);

  append: Method<'append'> = async (batch) => this.#writer.append(batch);
  recordDelivery: Method<'recordDelivery'> = async (projectId, delivery, body) =>
    this.#writer.recordDelivery(projectId, delivery, body);

  putRun: Method<'putRun'> = async (projectId, runId, patch, now) => this.#writer.putRun(projectId, runId, patch, now);
  getRun: Method<'getRun'> = async (projectId, runId) =>
    (await readRuns(this.#prisma, projectId, [storedText(runId)]))[0] ?? null;
  listRuns: Method<'listRuns'> = (projectId, query) => listRuns(this.#prisma, projectId, query);

  putSession: Method<'putSession'> = async (projectId, event, client, now) =>
    this.#writer.putSession(projectId, event, client, now);
  getSession: Method<'getSession'> = (projectId, sessionId) => getSession(this.#prisma, projectId, sessionId);
  listSessions: Method<'listSessions'> = (projectId, query) => listSessions(this.#prisma, projectId, query);

  updateEvent: Method<'updateEvent'> = async (projectId, eventId, patch, now) =>
    this.#writer.updateEvent(projectId, eventId, patch, now);
  putEvent: Method<'putEvent'> = async (projectId, event, now) => this.#writer.putEvent(projectId, event, now);
  events(...[projectId, query]: Parameters<Store['events']>): AsyncIterable<TraceEvent> {
    return readEvents(this.#prisma, projectId, query);
  }

  auditMaterial: Method<'auditMaterial'> = async (projectId, sessionId) =>
    readAuditMaterial(this.#reading, projectId, sessionId);
  siblingsByInput: Method<'siblingsByInput'> = (projectId, runId, sessionId, values) =>
    siblingsByInput(this.#prisma, projectId, runId, sessionId, values);
  saveAudit: Method<'saveAudit'> = async (projectId, sessionId, outcome) =>
    this.#writer.saveAudit(projectId, sessionId, outcome);
  dueSessions: Method<'dueSessions'> = (quietSince, limit) => dueSessions(this.#prisma, quietSince, limit);
  findings: Method<'findings'> = (projectId, scope, limit) => readFindings(this.#prisma, projectId, scope, limit);

  spanEvidence: Method<'spanEvidence'> = (projectId, sessionId, spanId, traceId) =>
    readSpanEvidence(this.#prisma, projectId, sessionId, spanId, traceId);
  sessionEvidence(...[projectId, sessionId]: Parameters<Store['sessionEvidence']>): AsyncIterable<SpanEvidence> {
    return readSessionEvidence(this.#prisma, projectId, sessionId);
  }

  locate: Method<'locate'> = (kind, id) => locate(this.#prisma, kind, id);
}
