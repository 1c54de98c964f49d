import 'server-only';
import type { TraceEvent } from '../domain/event';
import { SEVERITIES } from '../domain/finding';
import { parseSpanId, parseTraceId } from '../domain/ids';
import type { Project, RunRecord } from '../domain/records';
import { isTerminal, patchRun, undeclaredRun } from '../domain/run';
import { mergePatches } from './event-patches';
import {
  erasableSessions,
  eraseDeliveries,
  eraseRun,
  eraseSessions,
  expiredRuns,
  expiredSessions,
  type MemoryDeliveries,
} from './memory-erasures';
import { listRuns, listSessions, rollupOf, runRollup, sessionsOfRun } from './memory-lists';
import { locate } from './memory-locations';
import {
  compareSpans,
  compareText,
  type MemoryProject,
  type MemorySession,
  type MemorySpan,
  sessionsOf,
  storedFactsOf,
  toStoredFacts,
} from './memory-rows';
import { cleanRunPatch } from './run-patch';
import {
  applyOutcome,
  countSpan,
  declare,
  eventOf,
  filingOf,
  inputValuesOf,
  newTally,
  noteNames,
  noteRecord,
  recount,
  runsNamedBy,
  type SessionOwnRecord,
  startRecord,
  touch,
  undeclaredRecord,
  unsettle,
  updateRecord,
} from './session-tally';
import { judgeSighting } from './span-sightings';
import type { AppendSpan, SpanEvidence, Store } from './store';
import { storedText } from './stored-text';

type Method<K extends keyof Store> = Store[K];

const DEFAULT_TABLE = 'preserve';

/** The engine for tests: plain maps, simple and not fast. Loses everything when the process ends. */
export class MemoryStore implements Store {
  readonly #projects = new Map<string, MemoryProject>();
  readonly #deliveries: MemoryDeliveries = [];
  #lastSessionKey = 0;

  async checkWritable(): Promise<void> {}
  async close(): Promise<void> {}

  listProjects: Method<'listProjects'> = async () =>
    this.#all()
      .map(({ project }) => project)
      .sort((a, b) => compareText(a.name, b.name));

  getProject: Method<'getProject'> = async (name) => this.#projects.get(storedText(name))?.project ?? null;

  ensureProject: Method<'ensureProject'> = async (name) => {
    const kept = storedText(name);
    const known = this.#projects.get(kept);
    if (known !== undefined) return known.project;
    const project: Project = {
      id: this.#projects.size + 1,
      name: kept,
      routing: DEFAULT_TABLE,
      contract: DEFAULT_TABLE,
      createdAt: new Date(),
    };
    this.#projects.set(kept, { project, runs: new Map(), sessions: new Map() });
    return project;
  };

  updateProject: Method<'updateProject'> = async (name, patch) => {
    const owner = this.#projects.get(storedText(name));
    if (owner === undefined) return null;
    const before = owner.project;
    owner.project = { ...before, ...patch };
    if (owner.project.contract !== before.contract) {
      for (const { tally } of owner.sessions.values()) unsettle(tally);
    }
    return owner.project;
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
      (kind === 'event' ? sessions.find((session) => eventsOf(session, id).length > 0) : undefined);
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

  append: Method<'append'> = async (batch) => {
    const owner = this.#project(batch.projectId);
    const at = batch.delivery.receivedAt.getTime();
    const touched = new Map<MemorySession, string | null>();
    let accepted = 0;
    const spans = [...batch.spans];
    for (const span of spans) {
      const session = this.#openSession(owner, storedText(span.facts.sessionId), at);
      if (!touched.has(session)) touched.set(session, filingOf(session.tally).runId);
      if (this.#keepSpan(session, span)) accepted++;
      noteNames(session.tally, span.facts);
      for (const runId of runsNamedBy(span.facts)) this.#ensureRun(owner, runId, at);
    }
    for (const [session, runIdBefore] of touched) {
      touch(session.tally, at, batch.delivery.client);
      this.#afterChange(owner, session, runIdBefore, at, false);
    }
    const traces = new Set(spans.map(({ facts }) => facts.traceId));
    for (const session of owner.sessions.values()) {
      const shares = [...session.spans.values()].some(({ facts }) => traces.has(facts.traceId));
      if (shares && !touched.has(session)) unsettle(session.tally);
    }
    const result = { accepted, duplicated: spans.length - accepted };
    this.#deliveries.push({
      projectId: batch.projectId,
      delivery: { ...batch.delivery, ...result },
      body: batch.body,
      spans: spans.map(({ ordinal, facts }) => ({ ordinal, sessionId: storedText(facts.sessionId) })),
      subject: null,
    });
    return result;
  };

  /** @returns false when the span is known. */
  #keepSpan(session: MemorySession, { facts, event, ordinal }: AppendSpan): boolean {
    const id = `${facts.traceId}:${facts.spanId}`;
    const deliveryId = this.#deliveries.length;
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

  recordDelivery: Method<'recordDelivery'> = async (projectId, delivery, body, subject = null) => {
    this.#deliveries.push({ projectId, delivery, body, spans: [], subject });
  };

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

  putSession: Method<'putSession'> = async (projectId, event, client, now) => {
    const owner = this.#project(projectId);
    const session = this.#openSession(owner, storedText(event.session_id), now.getTime());
    const own = startRecord(session.own, session.tally.declared, event);
    const runIdBefore = filingOf(session.tally).runId;
    touch(session.tally, now.getTime(), null);
    declare(session.tally, client);
    this.#saveRecord(owner, session, own, runIdBefore, now);
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
        for (const stored of eventsOf(session, id)) {
          stored.patch = mergePatches(stored.patch, patch);
          answer ??= eventOf({ record: stored.event, patch: stored.patch });
          touch(session.tally, now.getTime(), null);
        }
      }
      if (answer !== undefined) return answer;
    }
    const session = this.#openSession(owner, id, now.getTime());
    const runIdBefore = filingOf(session.tally).runId;
    touch(session.tally, now.getTime(), null);
    this.#saveRecord(owner, session, updateRecord(session.own, patch), runIdBefore, now);
    return eventOf(session.own);
  };

  putEvent: Method<'putEvent'> = async (projectId, event, now) => {
    const session = this.#openSession(this.#project(projectId), storedText(event.session_id), now.getTime());
    const id = storedText(event.event_id);
    session.events.set(id, { event, patch: session.events.get(id)?.patch ?? null });
    touch(session.tally, now.getTime(), null);
  };

  async *events(...[projectId, query]: Parameters<Store['events']>): AsyncGenerator<TraceEvent> {
    const { sessionId, runId, eventId } = query;
    const sessions = [...this.#project(projectId).sessions.values()].filter(
      (session) =>
        (sessionId === undefined || session.sessionId === storedText(sessionId)) &&
        (runId === undefined || filingOf(session.tally).runId === storedText(runId)),
    );
    for (const session of sessions.reverse()) {
      const events = [...session.spans.values(), ...session.events.values()]
        .map(({ event, patch }) => ({ event: eventOf({ record: event, patch }), own: 0 }))
        .concat({ event: eventOf(session.own), own: 1 })
        .filter(({ event }) => eventId === undefined || storedText(event.event_id) === storedText(eventId));
      events.sort(
        (a, b) =>
          b.event.start_time - a.event.start_time || a.own - b.own || compareText(b.event.event_id, a.event.event_id),
      );
      for (const { event } of events) yield event;
    }
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
    for (const [id, custody] of outcome.custodyOfSpans ?? []) {
      const span = session.spans.get(id);
      if (span !== undefined) span.facts = { ...span.facts, custody };
    }
    this.#afterChange(owner, session, runIdBefore, session.tally.lastReceivedAt, false);
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
    const found = [...(session?.spans.values() ?? [])]
      .filter(
        ({ facts }) =>
          facts.spanId === parseSpanId(spanId) && (traceId === undefined || facts.traceId === parseTraceId(traceId)),
      )
      .sort((a, b) => compareText(a.facts.traceId, b.facts.traceId))[0];
    return session === undefined || found === undefined ? null : this.#evidence(session, found);
  };

  async *sessionEvidence(
    ...[projectId, sessionId]: Parameters<Store['sessionEvidence']>
  ): AsyncGenerator<SpanEvidence> {
    const { sessions } = this.#project(projectId);
    const session = sessions.get(storedText(sessionId));
    if (session === undefined) return;
    const spans = [...session.spans.values()];
    spans.sort((a, b) => a.deliveryId - b.deliveryId || a.ordinal - b.ordinal);
    for (const span of spans) {
      // Erased while it is read.
      if (sessions.get(session.sessionId) !== session) return;
      yield this.#evidence(session, span);
    }
  }

  #evidence(session: MemorySession, span: MemorySpan): SpanEvidence {
    const delivery = this.#deliveries[span.deliveryId];
    if (delivery === undefined || delivery.body === null) throw new Error('A span without its delivery.');
    return {
      facts: toStoredFacts(session, span),
      ordinal: span.ordinal,
      body: delivery.body,
      event: eventOf({ record: span.event, patch: span.patch }),
      delivery: delivery.delivery,
    };
  }

  erasableSessions: Method<'erasableSessions'> = async (projectId, ids) =>
    erasableSessions(this.#project(projectId), this.#deliveries, ids);
  eraseSessions: Method<'eraseSessions'> = async (projectId, erasure) =>
    eraseSessions(this.#project(projectId), this.#deliveries, erasure);
  eraseRun: Method<'eraseRun'> = async (projectId, runId) =>
    eraseRun(this.#project(projectId), this.#deliveries, storedText(runId));
  expiredRuns: Method<'expiredRuns'> = async (projectId, expired) => expiredRuns(this.#project(projectId), expired);
  expiredSessions: Method<'expiredSessions'> = async (quietSince, limit) =>
    expiredSessions(this.#all(), quietSince, limit);
  eraseDeliveries: Method<'eraseDeliveries'> = async (before, limit) =>
    eraseDeliveries(this.#deliveries, before, limit);
  async purge(): Promise<void> {}

  locate: Method<'locate'> = async (kind, id) => locate(this.#all(), kind, id);

  #all(): MemoryProject[] {
    return [...this.#projects.values()];
  }

  /** Of all projects, oldest first. */
  #sessions(): MemorySession[] {
    return sessionsOf(this.#all());
  }

  #project(id: number): MemoryProject {
    const owner = this.#all().find(({ project }) => project.id === id);
    if (owner === undefined) throw new Error(`There is no project ${id}.`);
    return owner;
  }

  #ensureRun(owner: MemoryProject, runId: string, at: number): RunRecord {
    const run = owner.runs.get(runId) ?? undeclaredRun(runId, new Date(at));
    owner.runs.set(runId, run);
    return run;
  }

  #openSession(owner: MemoryProject, sessionId: string, at: number): MemorySession {
    const known = owner.sessions.get(sessionId);
    if (known !== undefined) return known;
    const session: MemorySession = {
      key: ++this.#lastSessionKey,
      projectId: owner.project.id,
      sessionId,
      tally: newTally(owner.project.contract, at),
      own: undeclaredRecord(sessionId, owner.project.name),
      spans: new Map(),
      events: new Map(),
      findings: [],
      claimedUntil: 0,
    };
    owner.sessions.set(sessionId, session);
    return session;
  }

  #saveRecord(
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
    this.#afterChange(owner, session, runIdBefore, now.getTime(), inputsChanged);
  }

  /** A new member of a run that is over, or new inputs of an old one, are news to its siblings. */
  #afterChange(
    owner: MemoryProject,
    session: MemorySession,
    runIdBefore: string | null,
    at: number,
    inputsChanged: boolean,
  ): void {
    const { runId } = filingOf(session.tally);
    if (runId === null || (runId === runIdBefore && !inputsChanged)) return;
    if (!isTerminal(this.#ensureRun(owner, runId, at).status)) return;
    for (const sibling of sessionsOfRun(owner, runId)) if (sibling !== session) unsettle(sibling.tally);
  }
}

/** Stored events of a session by id: made by spans, or over REST. */
function eventsOf(session: MemorySession, eventId: string): Pick<MemorySpan, 'event' | 'patch'>[] {
  return [...session.spans.values(), ...session.events.values()].filter(
    ({ event }) => storedText(event.event_id) === storedText(eventId),
  );
}
