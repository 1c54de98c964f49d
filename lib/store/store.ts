import type { BaselineScope, PinnedBaseline } from '../domain/baseline';
import type { TraceEvent } from '../domain/event';
import type { Finding } from '../domain/finding';
import type { Page } from '../domain/pages';
import type { Delivery, Project, RunRecord, RunStatus, SessionRollup } from '../domain/records';
import type { RunPatch } from '../domain/run';
import type { EventPatch } from '../domain/session';
import type { NewSnapshot, Snapshot, SnapshotPatch } from '../domain/snapshot';
import type { SpanCustody } from '../domain/span-custody';
import type { SpanFacts, StoredSpanFacts } from '../domain/span-facts';
import type { AttributionCounts, AttributionState, CustodyCounts, CustodyState } from '../domain/states';
import type { RunMember, SessionStructure } from '../domain/structure';
import type { CatalogStore } from './catalog-store';
import type { DeliveryStore, SentBody } from './delivery-store';
import type { KeyStore } from './key-store';

/** One span ready to be kept. */
export interface AppendSpan {
  /** Position in the request, for finding it again in the sent body. */
  readonly ordinal: number;
  readonly facts: SpanFacts;
  /** What the backend stores for it. */
  readonly event: TraceEvent;
}

export interface AppendBatch {
  readonly projectId: number;
  readonly delivery: Omit<Delivery, 'accepted' | 'duplicated'>;
  readonly body: SentBody;
  /** Read once, in order. */
  readonly spans: Iterable<AppendSpan>;
}

export interface AppendResult {
  /** Spans stored for the first time. */
  readonly accepted: number;
  /** Spans that were known, with the same or with other contents. */
  readonly duplicated: number;
}

/** Sums over the sessions of one run. */
export interface RunRollup extends RunRecord {
  readonly sessions: number;
  /** Distinct datapoints seen or announced. */
  readonly datapoints: number;
  /** Distinct datapoints of which a session arrived. */
  readonly arrivedDatapoints: number;
  readonly spans: number;
  readonly attribution: Readonly<Record<string, AttributionCounts>>;
  readonly custody: CustodyCounts;
  readonly findings: number;
  readonly breaks: number;
  readonly unsettledSessions: number;
  /** By attribution key: sessions with a judged span (good or bad), and those of them with a bad one (structure.ts). */
  readonly sessionsByKey: Readonly<Record<string, { readonly judged: number; readonly bad: number }>>;
}

export const RUN_SORTS = [
  'createdAt',
  '-createdAt',
  'name',
  '-name',
  'spans',
  '-spans',
  'missing',
  '-missing',
] as const;
export type RunSort = (typeof RUN_SORTS)[number];

export interface RunQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly sort?: RunSort | undefined;
  /** Part of the name, run id, dataset id or client version, any case; `%` and `_` are ordinary characters. */
  readonly q?: string | undefined;
  readonly datasetId?: string | undefined;
  readonly name?: string | undefined;
}

export const FOUND_RUN_SORTS = ['created_at', 'updated_at', 'name', 'status'] as const;

/** Runs as data-plane clients look for them: by page number, with totals. */
export interface FoundRunsQuery {
  readonly datasetId?: string | undefined;
  /** Exactly this name. */
  readonly name?: string | undefined;
  readonly status?: RunStatus | undefined;
  /** At most 10,000. */
  readonly runIds?: readonly string[] | undefined;
  /** Created at or after. */
  readonly from?: Date | undefined;
  /** Created at or before. */
  readonly to?: Date | undefined;
  readonly sort: (typeof FOUND_RUN_SORTS)[number];
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

export interface FoundRuns {
  readonly runs: readonly RunRecord[];
  /** All that match. */
  readonly total: number;
  /** All of the project. */
  readonly totalUnfiltered: number;
}

export const SESSION_SORTS = ['worst', 'started', '-started', 'spans', '-spans'] as const;
export type SessionSort = (typeof SESSION_SORTS)[number];

export interface SessionQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** null: sessions outside every run. */
  readonly runId?: string | null | undefined;
  readonly datapointId?: string | undefined;
  /** Only sessions with at least one span in this state, of this key if given. */
  readonly key?: string | undefined;
  readonly state?: AttributionState | CustodyState | undefined;
  /** Part of the datapoint id, session id or session name, any case. */
  readonly q?: string | undefined;
  readonly sort?: SessionSort | undefined;
}

/** Everything a verdict on one session rests on, read in one consistent moment. */
export interface AuditMaterial {
  readonly session: SessionRollup;
  readonly run: RunRecord | null;
  /** In canonical order: start, then trace id, then span id. */
  readonly spans: readonly StoredSpanFacts[];
  /** Spans of the same traces that belong to other sessions: parents may be among them. */
  readonly related: readonly StoredSpanFacts[];
  /** Grows with every change of the session; names the state that was read. */
  readonly revision: number;
}

/** Another session of the same run whose inputs contain one of the asked values. */
export interface SiblingSession {
  readonly sessionId: string;
  readonly datapointId: string | null;
  readonly inputValues: readonly string[];
}

/** What an audit leaves behind. Replaces the session's findings and counters whole. */
export interface AuditOutcome {
  readonly revision: number;
  /** True when the grace time is over: nothing is pending any more. */
  readonly settled: boolean;
  readonly contract: string;
  readonly runId: string | null;
  readonly datapointId: string | null;
  readonly attribution: Readonly<Record<string, AttributionCounts>>;
  readonly custody: CustodyCounts;
  readonly breakCount: number;
  readonly findings: readonly Finding[];
  /** New custody by `traceId:spanId`, when the contract changed since it was judged. */
  readonly custodyOfSpans?: ReadonlyMap<string, SpanCustody> | undefined;
  /** Replaces the one that is kept. */
  readonly structure: SessionStructure;
  /** Of the session's inputs: sessions of two runs with equal inputs are the same datapoint. */
  readonly inputHash: string;
}

/** The evidence kept for one span. */
export interface SpanEvidence {
  readonly facts: StoredSpanFacts;
  readonly ordinal: number;
  readonly body: SentBody;
  readonly event: TraceEvent;
  readonly delivery: Delivery;
}

/** A wish for sessions to judge. */
export interface Claim {
  readonly quietSince: Date;
  readonly now: Date;
  readonly until: Date;
  readonly limit: number;
}

export interface DueSession {
  readonly project: Project;
  readonly sessionId: string;
}

/** Which events to export; filtering by content happens above the store. */
export interface EventQuery {
  readonly sessionId?: string | undefined;
  readonly eventId?: string | undefined;
  readonly runId?: string | undefined;
}

/** Sessions as they are before they are erased. */
export interface ErasableSessions {
  /** Those that are known. */
  readonly sessions: readonly { readonly sessionId: string; readonly revision: number }[];
  /** Every export request that brought spans of them, once. */
  readonly deliveries: AsyncIterable<ErasableDelivery>;
}

export interface ErasableDelivery {
  readonly id: bigint;
  /** Places of their spans in the body. */
  readonly ordinals: readonly number[];
  /** null when the request brought nothing else. */
  readonly body: SentBody | null;
  /** Names the body that was read. */
  readonly version: string;
}

export interface Erasure {
  readonly sessions: ErasableSessions['sessions'];
  /** With the body that is left; without one the delivery goes. */
  readonly deliveries: readonly ErasableDelivery[];
  /** False when the run is about to go, too: then the verdicts on its other sessions are left alone. */
  readonly keepsRun: boolean;
}

/** Runs of a project that may go: not among its newest, and nothing received for them since. */
export interface ExpiredRuns {
  readonly keepNewest: number;
  readonly quietSince: Date;
  readonly limit: number;
}

export const LOCATION_KINDS = ['run', 'datapoint', 'session', 'trace', 'span'] as const;
export type LocationKind = (typeof LOCATION_KINDS)[number];

/** Where an id from somebody's log is found. Members that do not apply are null. */
export interface Location {
  readonly project: string;
  readonly runId: string | null;
  readonly datapointId: string | null;
  readonly sessionId: string | null;
  readonly spanId: string | null;
  readonly traceId: string | null;
}

/**
 * The only door to the database. Every write is durable when its promise resolves, and safe to repeat. Three
 * engines stand behind it (SQLite; PostgreSQL; memory, for tests), and one contract suite says what all promise.
 */
export interface Store extends CatalogStore, DeliveryStore, KeyStore {
  /** Resolves when a write commits; rejects otherwise. */
  checkWritable(): Promise<void>;
  close(): Promise<void>;

  listProjects(): Promise<readonly Project[]>;
  getProject(name: string): Promise<Project | null>;
  ensureProject(name: string): Promise<Project>;
  /** A new contract makes every session of the project unsettled, so that it is judged again. */
  updateProject(name: string, patch: { routing?: string; contract?: string }): Promise<Project | null>;
  /**
   * Removes an empty project with its catalog and keys. False when there is none.
   * @throws AppError `conflict` while it has runs or sessions.
   */
  deleteProject(name: string): Promise<boolean>;
  /** The project a session, run or event of any project belongs to, for requests that name only an id. */
  projectOf(kind: 'session' | 'run' | 'event', id: string): Promise<Project | null>;
  /** The same for many sessions, by session id; unknown ones are absent. */
  projectsOfSessions(sessionIds: readonly string[]): Promise<ReadonlyMap<string, Project>>;

  /**
   * Keeps a batch in one transaction: delivery, new spans, their events, session counters. A known span is counted;
   * with other contents the canonical one is kept (complete before incomplete, then the smaller payload hash), so
   * that the order of arrival does not matter.
   */
  append(batch: AppendBatch): Promise<AppendResult>;

  /** Creates or updates a run ({@link RunPatch} merged into what is there). A terminal status makes its sessions due. */
  putRun(projectId: number, runId: string, patch: RunPatch, now: Date): Promise<RunRecord>;
  getRun(projectId: number, runId: string): Promise<RunRollup | null>;
  listRuns(projectId: number, query: RunQuery): Promise<Page<RunRollup>>;
  findRuns(projectId: number, query: FoundRunsQuery): Promise<FoundRuns>;
  /** How many runs there are, of a dataset or a name where one is given. */
  countRuns(projectId: number, filter: Pick<RunQuery, 'datasetId' | 'name'>): Promise<number>;

  /** Creates a session from its record, or merges the record into what spans or updates made before it came. */
  putSession(projectId: number, event: TraceEvent, client: SessionRollup['client'], now: Date): Promise<SessionRollup>;
  getSession(projectId: number, sessionId: string): Promise<SessionRollup | null>;
  listSessions(projectId: number, query: SessionQuery): Promise<Page<SessionRollup>>;

  /** Merges a patch into an event; an unknown id becomes an undeclared session's record, so that nothing is lost. */
  updateEvent(projectId: number, eventId: string, patch: EventPatch, now: Date): Promise<TraceEvent>;
  /** All in one transaction; those of type `session` start sessions, as {@link putSession} does. */
  putEvents(
    projectId: number,
    events: readonly TraceEvent[],
    client: SessionRollup['client'],
    now: Date,
  ): Promise<void>;
  /** Newest first. */
  events(projectId: number, query: EventQuery): AsyncIterable<TraceEvent>;

  auditMaterial(projectId: number, sessionId: string): Promise<AuditMaterial | null>;
  /** Sessions of the run, other than this one, that have any of the values among their inputs; at most 100. */
  siblingsByInput(
    projectId: number,
    runId: string,
    sessionId: string,
    values: readonly string[],
  ): Promise<readonly SiblingSession[]>;
  /** False, and nothing written, when the session changed after `outcome.revision` was read. */
  saveAudit(projectId: number, sessionId: string, outcome: AuditOutcome): Promise<boolean>;
  /**
   * Unsettled sessions last touched before `quietSince`, or whose run is over, oldest first. They are the caller's until
   * then: no other process, and no other call, gets them before.
   */
  claimDueSessions(claim: Claim): Promise<readonly DueSession[]>;
  /** Changes until when a session is left alone. */
  extendClaim(projectId: number, sessionId: string, until: Date): Promise<void>;
  /** Worst first (severity, then size); of one session or of one whole run. */
  findings(
    projectId: number,
    scope: { readonly sessionId: string } | { readonly runId: string },
    limit: number,
  ): Promise<readonly (Finding & { readonly sessionId: string; readonly datapointId: string | null })[]>;

  /** Every session of a run, by datapoint id (those without one last), then session id. */
  runMembers(projectId: number, runId: string): Promise<readonly RunMember[]>;
  /** Structures by session id, as the last audit left them; sessions that were never judged are absent. At most 500. */
  structures(projectId: number, sessionIds: readonly string[]): Promise<ReadonlyMap<string, SessionStructure>>;

  /** By kind and value of the scope. */
  pinnedBaselines(projectId: number): Promise<readonly PinnedBaseline[]>;
  /**
   * Replaces the one of that scope. A run that is erased is no baseline any more.
   * @throws AppError `not-found` when there is no such run.
   */
  pinBaseline(projectId: number, baseline: PinnedBaseline): Promise<void>;
  /** @returns false when there was none. */
  unpinBaseline(projectId: number, scope: BaselineScope): Promise<boolean>;
  /**
   * The newest run of the scope (it is the one of `baselineScopeOf`) created before that moment that passes: it has spans,
   * all its sessions are settled, no span is in a bad state (structure.ts) of any key, and no sent key is lost. Runs
   * created at the moment are out.
   */
  latestPassingRun(projectId: number, scope: BaselineScope, before: Date): Promise<string | null>;

  /** @throws AppError `conflict` when one of its runs or sessions is not there (any more). */
  createSnapshot(projectId: number, snapshot: NewSnapshot): Promise<Snapshot>;
  /** Newest first. */
  listSnapshots(
    projectId: number,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<Snapshot>>;
  getSnapshot(projectId: number, id: string): Promise<Snapshot | null>;
  /** Of any project and in any state; `contents` is empty when it was revoked or erased. */
  snapshotByToken(tokenHash: Uint8Array): Promise<(Snapshot & { readonly contents: string }) | null>;
  /** null when there is none. Revoking drops the contents; what was revoked or erased stays as it is. */
  updateSnapshot(projectId: number, id: string, patch: SnapshotPatch): Promise<Snapshot | null>;
  countSnapshotView(id: string, now: Date): Promise<void>;

  spanEvidence(projectId: number, sessionId: string, spanId: string, traceId?: string): Promise<SpanEvidence | null>;
  /** The evidence of every span of a session, for judging it by another contract. */
  sessionEvidence(projectId: number, sessionId: string): AsyncIterable<SpanEvidence>;

  erasableSessions(projectId: number, sessionIds: readonly string[]): Promise<ErasableSessions>;
  /**
   * Removes sessions with all that was received for them; what was judged together with them is due again, and of the
   * snapshots that show anything of them only the fact is left. False, and nothing removed, when one of them or a body
   * changed since it was read.
   */
  eraseSessions(projectId: number, erasure: Erasure): Promise<boolean>;
  /**
   * Removes a run, the writes about it, its baseline and the contents of its snapshots. False, and nothing removed,
   * while it has sessions.
   */
  eraseRun(projectId: number, runId: string): Promise<boolean>;
  /** Ids, oldest first. */
  expiredRuns(projectId: number, expired: ExpiredRuns): Promise<readonly string[]>;
  /** Sessions outside every run for which nothing was received since, oldest first. */
  expiredSessions(quietSince: Date, limit: number): Promise<readonly DueSession[]>;
  /** Removes requests older than that which brought no spans, at most so many. @returns how many */
  eraseDeliveries(before: Date, limit: number): Promise<number>;
  /** Resolves when what was erased is out of the database's files, as far as they are the store's. */
  purge(): Promise<void>;

  /** Every place an id is known, of one project where one is given, oldest first, at most 20. */
  locate(kind: LocationKind, id: string, projectId?: number): Promise<readonly Location[]>;
}
