import 'server-only';
import type { TraceEvent } from '../domain/event';
import { SEVERITIES } from '../domain/finding';
import type { Project } from '../domain/records';
import { isTerminal, patchRun, undeclaredRun } from '../domain/run';
import { mergePatches } from './event-patches';
import { latestPassingRun, pinBaseline, unpinBaseline } from './memory-baselines';
import {
  addMembers,
  createEntries,
  datasetsOf,
  deleteEntry,
  emptyCatalog,
  listEntries,
  membersOf,
  removeMember,
  setMembers,
  updateEntry,
} from './memory-catalog';
import { append, openSession, saveRecord, tellSiblings } from './memory-changes';
import { listDeliveries } from './memory-deliveries';
import {
  erasableSessions,
  eraseDeliveries,
  eraseProject,
  eraseRun,
  eraseSessions,
  expiredRuns,
  expiredSessions,
} from './memory-erasures';
import { eventsNamed, readEvents, readSessionEvidence, readSpanEvidence } from './memory-evidence';
import { createKey, listKeys, noteKeyUse, revokeKey } from './memory-keys';
import { findRuns, listRuns, listSessions, rollupOf, runRollup, runsLike, sessionsOfRun } from './memory-lists';
import { locate } from './memory-locations';
import {
  compareSpans,
  compareText,
  type MemoryData,
  type MemoryProject,
  type MemorySession,
  sessionsOf,
  storedFactsOf,
} from './memory-rows';
import {
  countSnapshotView,
  createSnapshot,
  getSnapshot,
  listSnapshots,
  snapshotByToken,
  updateSnapshot,
} from './memory-snapshots';
import { runMembers, structuresOf } from './memory-structures';
import { projectIsGone } from './project-removal';
import { cleanRunPatch } from './run-patch';
import {
  applyOutcome,
  declare,
  eventOf,
  filingOf,
  inputValuesOf,
  startRecord,
  touch,
  unsettle,
  updateRecord,
} from './session-tally';
import type { SpanEvidence, Store } from './store';
import { storedText } from './stored-text';

type Method<K extends keyof Store> = Store[K];

const DEFAULT_TABLE = 'preserve';

/** The engine for tests: plain maps, simple and not fast. Loses everything when the process ends. */
export class MemoryStore implements Store {
  readonly #data: MemoryData = {
    projects: new Map(),
    deliveries: [],
    keys: new Map(),
    lastProjectId: 0,
    lastSessionKey: 0,
  };

  async checkWritable(): Promise<void> {}
  async close(): Promise<void> {}

  listProjects: Method<'listProjects'> = async () =>
    this.#all()
      .map(({ project }) => project)
      .sort((a, b) => compareText(a.name, b.name));

  getProject: Method<'getProject'> = async (name) => this.#data.projects.get(storedText(name))?.project ?? null;

  ensureProject: Method<'ensureProject'> = async (name) => {
    const kept = storedText(name);
    const known = this.#data.projects.get(kept);
    if (known !== undefined) return known.project;
    const project: Project = {
      id: ++this.#data.lastProjectId,
      name: kept,
      routing: DEFAULT_TABLE,
      contract: DEFAULT_TABLE,
      createdAt: new Date(),
    };
    this.#data.projects.set(kept, {
      project,
      runs: new Map(),
      sessions: new Map(),
      baselines: [],
      snapshots: new Map(),
      catalog: emptyCatalog(),
    });
    return project;
  };

  updateProject: Method<'updateProject'> = async (name, patch) => {
    const owner = this.#data.projects.get(storedText(name));
    if (owner === undefined) return null;
    const before = owner.project;
    owner.project = { ...before, ...patch };
    if (owner.project.contract !== before.contract) {
      for (const { tally } of owner.sessions.values()) unsettle(tally);
    }
    return owner.project;
  };

  deleteProject: Method<'deleteProject'> = async (name) => {
    const kept = storedText(name);
    const owner = this.#data.projects.get(kept);
    if (owner === undefined) return false;
    eraseProject(this.#data, owner);
    return this.#data.projects.delete(kept);
  };

  projectOf: Method<'projectOf'> = async (kind, id) => {
    if (kind === 'run') {
      const owners = this.#all().filter(({ runs }) => runs.has(storedText(id)));
      const createdAt = ({ runs }: MemoryProject) => Number(runs.get(storedText(id))?.createdAt);
      return owners.sort((a, b) => createdAt(a) - createdAt(b))[0]?.project ?? null;
    }
    const sessions = this.#sessions();
    const owner =
      sessions.find(({ sessionId }) => sessionId === storedText(id)) ??
      (kind === 'event' ? sessions.find((session) => eventsNamed(session, id).length > 0) : undefined);
    return owner === undefined ? null : this.#project(owner.projectId).project;
  };

  projectsOfSessions: Method<'projectsOfSessions'> = async (ids) => {
    const projects = new Map<string, Project>();
    for (const id of ids) {
      const project = await this.projectOf('session', id);
      if (project !== null) projects.set(id, project);
    }
    return projects;
  };

  append: Method<'append'> = async (batch) => append(this.#data, this.#project(batch.projectId), batch);

  recordDelivery: Method<'recordDelivery'> = async (projectId, delivery, body, subject = null) => {
    this.#data.deliveries.push({ projectId, delivery, body, spans: [], subject });
  };

  listDeliveries: Method<'listDeliveries'> = async (projectId, query) =>
    listDeliveries(this.#project(projectId), this.#data.deliveries, query);

  putRun: Method<'putRun'> = async (projectId, id, patch, now) => {
    const owner = this.#project(projectId);
    const runId = storedText(id);
    const run = patchRun(owner.runs.get(runId) ?? undeclaredRun(runId, now), cleanRunPatch(patch), now);
    owner.runs.set(runId, run);
    for (const { tally } of sessionsOfRun(owner, runId)) unsettle(tally);
    return run;
  };

  getRun: Method<'getRun'> = async (projectId, runId) => {
    const owner = this.#project(projectId);
    const run = owner.runs.get(storedText(runId));
    return run === undefined ? null : runRollup(owner, run);
  };

  listRuns: Method<'listRuns'> = async (projectId, query) => listRuns(this.#project(projectId), query);
  findRuns: Method<'findRuns'> = async (projectId, query) => findRuns(this.#project(projectId), query);
  countRuns: Method<'countRuns'> = async (projectId, filter) => runsLike(this.#project(projectId), filter).length;

  putSession: Method<'putSession'> = async (projectId, event, client, now) => {
    const owner = this.#project(projectId);
    const session = openSession(this.#data, owner, storedText(event.session_id), now.getTime());
    const own = startRecord(session.own, session.tally.declared, event);
    const runIdBefore = filingOf(session.tally).runId;
    touch(session.tally, now.getTime(), null);
    declare(session.tally, client);
    saveRecord(owner, session, own, runIdBefore, now);
    return rollupOf(session);
  };

  getSession: Method<'getSession'> = async (projectId, sessionId) => {
    const session = this.#project(projectId).sessions.get(storedText(sessionId));
    return session === undefined ? null : rollupOf(session);
  };

  listSessions: Method<'listSessions'> = async (projectId, query) => listSessions(this.#project(projectId), query);

  updateEvent: Method<'updateEvent'> = async (projectId, eventId, patch, now) => {
    const owner = this.#project(projectId);
    const id = storedText(eventId);
    if (owner.sessions.get(id)?.tally.declared !== true) {
      let answer: TraceEvent | undefined;
      for (const session of owner.sessions.values()) {
        for (const stored of eventsNamed(session, id)) {
          stored.patch = mergePatches(stored.patch, patch);
          answer ??= eventOf({ record: stored.event, patch: stored.patch });
          touch(session.tally, now.getTime(), null);
        }
      }
      if (answer !== undefined) return answer;
    }
    const session = openSession(this.#data, owner, id, now.getTime());
    const runIdBefore = filingOf(session.tally).runId;
    touch(session.tally, now.getTime(), null);
    saveRecord(owner, session, updateRecord(session.own, patch), runIdBefore, now);
    return eventOf(session.own);
  };

  putEvents: Method<'putEvents'> = async (projectId, events, client, now) => {
    for (const event of events) {
      if (event.event_type === 'session') await this.putSession(projectId, event, client, now);
      else this.#putEvent(projectId, event, now);
    }
  };

  #putEvent(projectId: number, event: TraceEvent, now: Date): void {
    const session = openSession(this.#data, this.#project(projectId), storedText(event.session_id), now.getTime());
    const id = storedText(event.event_id);
    session.events.set(id, { event, patch: session.events.get(id)?.patch ?? null });
    touch(session.tally, now.getTime(), null);
  }

  async *events(...[projectId, query]: Parameters<Store['events']>): AsyncGenerator<TraceEvent> {
    yield* readEvents(this.#project(projectId), query);
  }

  auditMaterial: Method<'auditMaterial'> = async (projectId, sessionId) => {
    const owner = this.#project(projectId);
    const session = owner.sessions.get(storedText(sessionId));
    if (session === undefined) return null;
    const traces = new Set([...session.spans.values()].map(({ facts }) => facts.traceId));
    const related = [...owner.sessions.values()]
      .filter((other) => other !== session)
      .flatMap((other) => storedFactsOf(other).filter(({ traceId }) => traces.has(traceId)));
    const rollup = rollupOf(session);
    return {
      session: rollup,
      run: rollup.runId === null ? null : (owner.runs.get(rollup.runId) ?? null),
      spans: storedFactsOf(session).sort(compareSpans),
      related: related.sort(compareSpans),
      revision: session.tally.revision,
    };
  };

  siblingsByInput: Method<'siblingsByInput'> = async (projectId, runId, sessionId, values) =>
    sessionsOfRun(this.#project(projectId), storedText(runId))
      .filter((session) => session.sessionId !== storedText(sessionId))
      .map((session) => ({
        sessionId: session.sessionId,
        datapointId: filingOf(session.tally).datapointId,
        inputValues: inputValuesOf(session.own),
      }))
      .filter(({ inputValues }) => inputValues.some((value) => values.includes(value)))
      .sort((a, b) => compareText(a.sessionId, b.sessionId))
      .slice(0, 100);

  saveAudit: Method<'saveAudit'> = async (projectId, sessionId, outcome) => {
    const owner = this.#project(projectId);
    const session = owner.sessions.get(storedText(sessionId));
    if (session === undefined || session.tally.revision !== outcome.revision) return false;
    const runIdBefore = filingOf(session.tally).runId;
    applyOutcome(session.tally, outcome);
    if (outcome.settled) session.claimedUntil = 0;
    session.findings = outcome.findings;
    session.judged = { structure: outcome.structure, inputHash: outcome.inputHash };
    for (const [id, custody] of outcome.custodyOfSpans ?? []) {
      const span = session.spans.get(id);
      if (span !== undefined) span.facts = { ...span.facts, custody };
    }
    tellSiblings(owner, session, runIdBefore, session.tally.lastReceivedAt);
    return true;
  };

  claimDueSessions: Method<'claimDueSessions'> = async ({ quietSince, now, until, limit }) => {
    const due = this.#sessions()
      .filter(({ projectId, tally, claimedUntil }) => {
        const run = this.#project(projectId).runs.get(filingOf(tally).runId ?? '');
        const isOver = run !== undefined && isTerminal(run.status);
        const isDue = isOver || tally.lastReceivedAt < quietSince.getTime();
        return !tally.settled && claimedUntil <= now.getTime() && isDue;
      })
      .sort((a, b) => a.tally.lastReceivedAt - b.tally.lastReceivedAt || a.key - b.key)
      .slice(0, limit);
    for (const session of due) session.claimedUntil = until.getTime();
    return due.map(({ projectId, sessionId }) => ({ project: this.#project(projectId).project, sessionId }));
  };

  extendClaim: Method<'extendClaim'> = async (projectId, sessionId, until) => {
    const session = this.#project(projectId).sessions.get(storedText(sessionId));
    if (session !== undefined) session.claimedUntil = until.getTime();
  };

  findings: Method<'findings'> = async (projectId, scope, limit) =>
    [...this.#project(projectId).sessions.values()]
      .filter((session) =>
        'sessionId' in scope
          ? session.sessionId === storedText(scope.sessionId)
          : filingOf(session.tally).runId === storedText(scope.runId),
      )
      .sort((a, b) => compareText(a.sessionId, b.sessionId))
      .flatMap(({ sessionId, tally, findings }) =>
        findings.map((finding) => ({ ...finding, sessionId, datapointId: filingOf(tally).datapointId })),
      )
      .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.size - a.size)
      .slice(0, limit);

  spanEvidence: Method<'spanEvidence'> = async (projectId, sessionId, spanId, traceId) => {
    const session = this.#project(projectId).sessions.get(storedText(sessionId));
    return session === undefined ? null : readSpanEvidence(this.#data, session, spanId, traceId);
  };

  async *sessionEvidence(
    ...[projectId, sessionId]: Parameters<Store['sessionEvidence']>
  ): AsyncGenerator<SpanEvidence> {
    const owner = this.#project(projectId);
    const session = owner.sessions.get(storedText(sessionId));
    if (session !== undefined) yield* readSessionEvidence(this.#data, owner, session);
  }

  runMembers: Method<'runMembers'> = async (projectId, runId) => runMembers(this.#project(projectId), runId);
  structures: Method<'structures'> = async (projectId, ids) => structuresOf(this.#project(projectId), ids);

  pinnedBaselines: Method<'pinnedBaselines'> = async (projectId) => this.#project(projectId).baselines;
  pinBaseline: Method<'pinBaseline'> = async (projectId, baseline) => pinBaseline(this.#project(projectId), baseline);
  unpinBaseline: Method<'unpinBaseline'> = async (projectId, scope) => unpinBaseline(this.#project(projectId), scope);
  latestPassingRun: Method<'latestPassingRun'> = async (projectId, scope, before) =>
    latestPassingRun(this.#project(projectId), scope, before);

  createSnapshot: Method<'createSnapshot'> = async (projectId, snapshot) =>
    createSnapshot(this.#project(projectId), snapshot);
  listSnapshots: Method<'listSnapshots'> = async (projectId, query) => listSnapshots(this.#project(projectId), query);
  getSnapshot: Method<'getSnapshot'> = async (projectId, id) => getSnapshot(this.#project(projectId), id);
  snapshotByToken: Method<'snapshotByToken'> = async (tokenHash) => snapshotByToken(this.#all(), tokenHash);
  updateSnapshot: Method<'updateSnapshot'> = async (projectId, id, patch) =>
    updateSnapshot(this.#project(projectId), id, patch);
  countSnapshotView: Method<'countSnapshotView'> = async (id, now) => countSnapshotView(this.#all(), id, now);

  createEntries: Method<'createEntries'> = async (projectId, entries, now, members) =>
    createEntries(this.#project(projectId), entries, now, members);
  updateEntry: Method<'updateEntry'> = async (projectId, kind, id, patch, now) =>
    updateEntry(this.#project(projectId), kind, id, patch, now);
  deleteEntry: Method<'deleteEntry'> = async (projectId, kind, id) => deleteEntry(this.#project(projectId), kind, id);
  listEntries: Method<'listEntries'> = async (projectId, query) => listEntries(this.#project(projectId), query);
  setMembers: Method<'setMembers'> = async (projectId, datasetId, ids) =>
    setMembers(this.#project(projectId), datasetId, ids);
  addMembers: Method<'addMembers'> = async (projectId, datasetId, ids) =>
    addMembers(this.#project(projectId), datasetId, ids);
  removeMember: Method<'removeMember'> = async (projectId, datasetId, id) =>
    removeMember(this.#project(projectId), datasetId, id);
  membersOf: Method<'membersOf'> = async (projectId, ids) => membersOf(this.#project(projectId), ids);
  datasetsOf: Method<'datasetsOf'> = async (projectId, ids) => datasetsOf(this.#project(projectId), ids);

  listKeys: Method<'listKeys'> = async () => listKeys(this.#data);
  createKey: Method<'createKey'> = async (projectId, key) => createKey(this.#data, this.#project(projectId), key);
  revokeKey: Method<'revokeKey'> = async (projectId, id, now) => revokeKey(this.#data, projectId, id, now);
  noteKeyUse: Method<'noteKeyUse'> = async (id, at) => noteKeyUse(this.#data, id, at);

  erasableSessions: Method<'erasableSessions'> = async (projectId, ids) =>
    erasableSessions(this.#project(projectId), this.#data.deliveries, ids);
  eraseSessions: Method<'eraseSessions'> = async (projectId, erasure) =>
    eraseSessions(this.#project(projectId), this.#data.deliveries, erasure);
  eraseRun: Method<'eraseRun'> = async (projectId, runId) =>
    eraseRun(this.#project(projectId), this.#data.deliveries, storedText(runId));
  expiredRuns: Method<'expiredRuns'> = async (projectId, expired) => expiredRuns(this.#project(projectId), expired);
  expiredSessions: Method<'expiredSessions'> = async (quietSince, limit) =>
    expiredSessions(this.#all(), quietSince, limit);
  eraseDeliveries: Method<'eraseDeliveries'> = async (before, limit) =>
    eraseDeliveries(this.#data.deliveries, before, limit);
  async purge(): Promise<void> {}

  locate: Method<'locate'> = async (kind, id, projectId) => {
    const asked = this.#all().filter(({ project }) => projectId === undefined || project.id === projectId);
    return locate(asked, kind, id);
  };

  #all(): MemoryProject[] {
    return [...this.#data.projects.values()];
  }

  /** Of all projects, oldest first. */
  #sessions(): MemorySession[] {
    return sessionsOf(this.#all());
  }

  #project(id: number): MemoryProject {
    const owner = this.#all().find(({ project }) => project.id === id);
    if (owner === undefined) throw projectIsGone();
    return owner;
  }
}
