import 'server-only';
import { factsOfSpan } from '../audit/facts-of-span';
import { lastValue } from '../domain/attributes';
import { ATTRIBUTION_KEYS } from '../domain/attribution-keys';
import { clientOf } from '../domain/client-of';
import type { Delivery, Project } from '../domain/records';
import type { DecodedTraces, ReceivedSpan, Span } from '../domain/span';
import { countSpanCustody } from '../routing/count-custody';
import { projectOf } from '../routing/project-of';
import { routeSpan } from '../routing/route-span';
import { sessionIdOf } from '../routing/session-id-of';
import type { RoutingTable } from '../routing/table';
import type { SentBody } from '../store/delivery-store';
import type { AppendResult, AppendSpan } from '../store/store';
import type { IngestContext } from './context';
import { DEFAULT_PROJECT } from './default-project';
import { projectOfRefused } from './project-of-refused';
import { tableNamed } from './table-named';

/** An export request as it came. */
export interface SentTraces {
  readonly method: string;
  readonly path: string;
  /** The value of a request header by its lower-case name. */
  header(name: string): string | null | undefined;
  readonly body: SentBody;
  /** Length of the body as it came. */
  readonly wireBytes: number;
  /** The project of the key it was sent with, where all of it goes; null while there are no keys. */
  readonly keyProject: string | null;
}

/** An export request whose spans are known. */
export interface ReceivedTraces extends SentTraces {
  readonly decoded: DecodedTraces;
}

/**
 * Routes, judges and keeps the spans of one export request. They are durable when the promise resolves. A request
 * without spans is kept as a delivery, so that what was refused can be looked up.
 */
export async function ingestTraces(ctx: IngestContext, received: ReceivedTraces): Promise<AppendResult> {
  const { rejected, warnings } = received.decoded;
  const groups = await groupByProject(ctx, received);
  let delivery = { ...deliveryOf(ctx, received), status: 200, rejected, warnings };
  if (groups.length === 0) {
    const project = await whereListed(ctx, received);
    await ctx.store.recordDelivery(project?.id ?? null, { ...delivery, accepted: 0, duplicated: 0 }, received.body);
  }
  let accepted = 0;
  let duplicated = 0;
  for (const { project, spans } of groups) {
    const prepared = prepareSpans(project, spans);
    const result = await ctx.store.append({ projectId: project.id, delivery, body: received.body, spans: prepared });
    accepted += result.accepted;
    duplicated += result.duplicated;
    // Refusals belong to the request: they are told once, with its first project.
    delivery = { ...delivery, rejected: [], warnings: [] };
  }
  return { accepted, duplicated };
}

/** Keeps an export request that was refused whole, with the reason. */
export async function recordRefusedTraces(
  ctx: IngestContext,
  sent: SentTraces,
  status: number,
  reason: string,
): Promise<void> {
  const outcome = { status, accepted: 0, duplicated: 0, rejected: [], warnings: [reason] };
  const project = await whereListed(ctx, sent);
  await ctx.store.recordDelivery(project?.id ?? null, { ...deliveryOf(ctx, sent), ...outcome }, sent.body);
}

/** A request that brought no spans. */
async function whereListed(ctx: IngestContext, sent: SentTraces): Promise<Project | null> {
  return projectOfRefused(ctx.store, await projectOfKey(ctx, sent), sent.header('x-project'));
}

async function projectOfKey(ctx: IngestContext, { keyProject }: SentTraces): Promise<Project | null> {
  return keyProject === null ? null : ctx.store.ensureProject(keyProject);
}

type Outcome = 'status' | 'accepted' | 'duplicated' | 'rejected' | 'warnings';

function deliveryOf(
  ctx: IngestContext,
  { method, path, header, body, wireBytes }: SentTraces,
): Omit<Delivery, Outcome> {
  return {
    method,
    path,
    contentType: body.contentType,
    wireBytes,
    userAgent: header('user-agent') ?? null,
    client: clientOf(header),
    receivedAt: ctx.now(),
  };
}

interface FiledSpan extends ReceivedSpan {
  readonly sessionId: string;
  readonly namesSession: boolean;
}

interface ProjectGroup {
  readonly project: Project;
  readonly spans: FiledSpan[];
}

/** The spans by project, in order of first appearance. */
async function groupByProject(ctx: IngestContext, received: ReceivedTraces): Promise<readonly ProjectGroup[]> {
  const spans = received.decoded.spans.map(({ ordinal, span }): FiledSpan => {
    const { sessionId, named: namesSession } = sessionIdOf(span);
    return { ordinal, span, sessionId, namesSession };
  });
  const project = await projectOfKey(ctx, received);
  // A session of that id may be in another project: with keys that is another session.
  if (project !== null) return spans.length === 0 ? [] : [{ project, spans }];
  return groupBySession(ctx, spans, received.header('x-project') || null);
}

/** All spans of a session go where its first one goes. */
async function groupBySession(
  ctx: IngestContext,
  spans: readonly FiledSpan[],
  named: string | null,
): Promise<readonly ProjectGroup[]> {
  const sessionIds = [...new Set(spans.map(({ sessionId }) => sessionId))];
  const projectBySession = new Map(await ctx.store.projectsOfSessions(sessionIds));
  const projectByName = new Map<string, Promise<Project>>();
  const ensureProject = (name: string) => {
    const project = projectByName.get(name) ?? ctx.store.ensureProject(name);
    projectByName.set(name, project);
    return project;
  };
  const groups = new Map<number, ProjectGroup>();
  for (const filed of spans) {
    let project = projectBySession.get(filed.sessionId);
    if (project === undefined) {
      project = await projectOfNewSession(ctx, filed.span, named, ensureProject);
      projectBySession.set(filed.sessionId, project);
    }
    let group = groups.get(project.id);
    if (group === undefined) {
      group = { project, spans: [] };
      groups.set(project.id, group);
    }
    group.spans.push(filed);
  }
  return [...groups.values()];
}

/** docs/adr/0007-which-project.md: a span goes where its session is; a session nobody knows yet, where the span says. */
async function projectOfNewSession(
  ctx: IngestContext,
  span: Span,
  named: string | null,
  ensureProject: (name: string) => Promise<Project>,
): Promise<Project> {
  if (named !== null) return ensureProject(named);
  const runId = runIdOf(span);
  const ofRun = runId === null ? null : await ctx.store.projectOf('run', runId);
  return ofRun ?? ensureProject(projectOf(span) ?? DEFAULT_PROJECT);
}

const RUN_SPELLINGS = ATTRIBUTION_KEYS.find(({ name }) => name === 'run_id')?.spellings ?? [];

function runIdOf(span: Span): string | null {
  for (const spelling of RUN_SPELLINGS) {
    const value = lastValue(span.attributes, spelling);
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

/** One after the other, so that little of a large request is in memory at a time. */
function* prepareSpans(project: Project, spans: readonly FiledSpan[]): Generator<AppendSpan> {
  const table = tableNamed(project.routing);
  const contract = tableNamed(project.contract);
  for (const filed of spans) yield prepareSpan(project, filed, table, contract);
}

function prepareSpan(project: Project, filed: FiledSpan, table: RoutingTable, contract: RoutingTable): AppendSpan {
  const { ordinal, span, sessionId, namesSession } = filed;
  const event = routeSpan(span, table, { sessionId, project: project.name });
  const custody = countSpanCustody(span, event, contract);
  const facts = factsOfSpan(span, { sessionId, namesSession, eventType: event.event_type, custody });
  return { ordinal, facts, event };
}
