import 'server-only';
import type { Page } from '../domain/pages';
import type { Project, SessionRollup } from '../domain/records';
import { ATTRIBUTION_STATES, type AttributionState, CUSTODY_STATES, type CustodyState } from '../domain/states';
import {
  type SessionAttribution as AttributionRow,
  Prisma,
  type PrismaClient,
  type Session as SessionRow,
} from './generated/client';
import { SESSION_ORDERS, type SessionSortValue } from './list-orders';
import { afterCursor, containing, cutPage, orderBy, type PageRow } from './prisma-pages';
import { parseTexts, toOwnRecord, toProject, toTally } from './rows';
import { toRollup } from './session-tally';
import type { SessionQuery, SiblingSession } from './store';
import { storedText } from './stored-text';

const SORT_VALUES: Readonly<Record<SessionSortValue, Prisma.Sql>> = {
  problemCount: Prisma.sql`session.problemCount`,
  startedUnixNano: Prisma.sql`session.startedUnixNano`,
  spanCount: Prisma.sql`session.spanCount`,
};
const SESSION_ID = Prisma.sql`session.sessionId`;

export async function listSessions(
  prisma: PrismaClient,
  projectId: number,
  query: SessionQuery,
): Promise<Page<SessionRollup>> {
  const { limit, cursor, sort = 'worst' } = query;
  const order = SESSION_ORDERS[sort];
  const value = SORT_VALUES[order.by];
  const conditions = [
    Prisma.sql`session.projectId = ${projectId}`,
    ...filters(query),
    afterCursor(cursor, sort, order, value, SESSION_ID),
  ];
  const rows = await prisma.$queryRaw<PageRow[]>`
    SELECT session.sessionId AS id, ${value} AS value FROM Session AS session
    WHERE ${Prisma.join(conditions, ' AND ')} ${orderBy(order, value, SESSION_ID)} LIMIT ${limit + 1}`;
  const page = cutPage(rows, limit, sort);
  const ids = page.items.map(({ id }) => id);
  const sessions = await prisma.session.findMany({ where: { projectId, sessionId: { in: ids } } });
  const rollups = await toRollups(prisma, sessions);
  return { items: ids.flatMap((id) => rollups.get(id) ?? []), nextCursor: page.nextCursor };
}

function filters({ runId, datapointId, key, state, q }: SessionQuery): readonly Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (runId === null) conditions.push(Prisma.sql`session.runId IS NULL`);
  else if (runId !== undefined) conditions.push(Prisma.sql`session.runId = ${storedText(runId)}`);
  if (datapointId !== undefined) conditions.push(Prisma.sql`session.datapointId = ${storedText(datapointId)}`);
  if (state !== undefined) conditions.push(hasState(state, key));
  if (q !== undefined) {
    const pattern = containing(storedText(q));
    conditions.push(
      Prisma.sql`(session.datapointId LIKE ${pattern} ESCAPE '\\' OR session.sessionId LIKE ${pattern} ESCAPE '\\'
        OR session.name LIKE ${pattern} ESCAPE '\\')`,
    );
  }
  return conditions;
}

/** Custody states have a column in Session, attribution states one in SessionAttribution. */
function hasState(state: AttributionState | CustodyState, key: string | undefined): Prisma.Sql {
  const custody = CUSTODY_STATES.find((known) => known === state);
  if (custody !== undefined) return Prisma.sql`session.${Prisma.raw(custody)} > 0`;
  const attribution = ATTRIBUTION_STATES.find((known) => known === state);
  if (attribution === undefined) return Prisma.sql`FALSE`;
  const column = Prisma.raw(attribution === 'not-applicable' ? 'notApplicable' : attribution);
  const ofKey = key === undefined ? Prisma.empty : Prisma.sql`AND counts.key = ${storedText(key)}`;
  return Prisma.sql`EXISTS (SELECT 1 FROM SessionAttribution AS counts
    WHERE counts.sessionKey = session.key AND counts.${column} > 0 ${ofKey})`;
}

export async function getSession(
  prisma: PrismaClient,
  projectId: number,
  sessionId: string,
): Promise<SessionRollup | null> {
  const row = await findSessionRow(prisma, projectId, sessionId);
  if (row === null) return null;
  return (await toRollups(prisma, [row])).get(row.sessionId) ?? null;
}

export function findSessionRow(prisma: PrismaClient, projectId: number, sessionId: string): Promise<SessionRow | null> {
  return prisma.session.findUnique({ where: { sessionId_projectId: { sessionId: storedText(sessionId), projectId } } });
}

/** Sessions of one project by id. */
async function toRollups(
  prisma: PrismaClient,
  rows: readonly SessionRow[],
): Promise<ReadonlyMap<string, SessionRollup>> {
  const ofRows = { sessionKey: { in: rows.map(({ key }) => key) } };
  const [counts, records] = await Promise.all([
    prisma.sessionAttribution.findMany({ where: ofRows }),
    prisma.sessionRecord.findMany({ where: ofRows }),
  ]);
  const countsByKey = new Map<number, AttributionRow[]>(rows.map(({ key }) => [key, []]));
  for (const row of counts) countsByKey.get(row.sessionKey)?.push(row);
  const recordByKey = new Map(records.map((record) => [record.sessionKey, record]));
  const rollups = new Map<string, SessionRollup>();
  for (const row of rows) {
    const record = recordByKey.get(row.key);
    if (record === undefined) continue;
    const tally = toTally(row, countsByKey.get(row.key) ?? []);
    rollups.set(row.sessionId, toRollup(row.sessionId, tally, toOwnRecord(record)));
  }
  return rollups;
}

const SIBLINGS_MAX = 100;

export async function siblingsByInput(
  prisma: PrismaClient,
  projectId: number,
  runId: string,
  sessionId: string,
  values: readonly string[],
): Promise<readonly SiblingSession[]> {
  const rows = await prisma.$queryRaw<{ sessionId: string; datapointId: string | null; inputValues: string }[]>`
    SELECT session.sessionId, session.datapointId, record.inputValues
    FROM Session AS session JOIN SessionRecord AS record ON record.sessionKey = session.key
    WHERE session.projectId = ${projectId} AND session.runId = ${storedText(runId)}
      AND session.sessionId <> ${storedText(sessionId)}
      AND EXISTS (SELECT 1 FROM json_each(record.inputValues) AS own
        JOIN json_each(${JSON.stringify(values)}) AS asked ON asked.value = own.value)
    ORDER BY session.sessionId LIMIT ${SIBLINGS_MAX}`;
  return rows.map((row) => ({ ...row, inputValues: parseTexts(row.inputValues) }));
}

export async function dueSessions(
  prisma: PrismaClient,
  quietSince: Date,
  limit: number,
): Promise<readonly { readonly project: Project; readonly sessionId: string }[]> {
  const rows = await prisma.$queryRaw<{ projectId: number; sessionId: string }[]>`
    SELECT session.projectId, session.sessionId FROM Session AS session
    LEFT JOIN Run AS run ON run.projectId = session.projectId AND run.runId = session.runId
    WHERE session.settled = 0
      AND (session.lastReceivedAt < ${quietSince.getTime()} OR run.status IN ('completed', 'failed', 'cancelled'))
    ORDER BY session.lastReceivedAt, session.key LIMIT ${limit}`;
  const projects = await prisma.project.findMany({
    where: { id: { in: [...new Set(rows.map(({ projectId }) => projectId))] } },
  });
  const projectById = new Map(projects.map((row) => [row.id, toProject(row)]));
  return rows.flatMap(({ projectId, sessionId }) => {
    const project = projectById.get(projectId);
    return project === undefined ? [] : { project, sessionId };
  });
}
