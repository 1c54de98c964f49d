import 'server-only';
import type { Page } from '../domain/pages';
import type { SessionRollup } from '../domain/records';
import { ATTRIBUTION_STATES, type AttributionState, CUSTODY_STATES, type CustodyState } from '../domain/states';
import {
  type SessionAttribution as AttributionRow,
  Prisma,
  type PrismaClient,
  type Session as SessionRow,
} from './generated/client';
import { SESSION_ORDERS, type SessionSortValue } from './list-orders';
import { prismaBytes } from './prisma-bytes';
import type { PrismaDatabase, SqlDialect } from './prisma-database';
import { afterCursor, anyLike, cutPage, orderBy, type PageRow } from './prisma-pages';
import { parseTexts, toOwnRecord, toTally } from './rows';
import { keyText, sessionKeyOf } from './session-key';
import { toRollup } from './session-tally';
import type { SessionQuery, SiblingSession } from './store';
import { storedText } from './stored-text';

const SORT_VALUES: Readonly<Record<SessionSortValue, Prisma.Sql>> = {
  problemCount: Prisma.sql`session.problem_count`,
  startedUnixNano: Prisma.sql`session.started_unix_nano`,
  spanCount: Prisma.sql`session.span_count`,
};
const SESSION_ID = Prisma.sql`session.session_id`;

export async function listSessions(
  { client: prisma, dialect }: PrismaDatabase,
  projectId: number,
  query: SessionQuery,
): Promise<Page<SessionRollup>> {
  const { limit, cursor, sort = 'worst' } = query;
  const order = SESSION_ORDERS[sort];
  const value = SORT_VALUES[order.by];
  const conditions = [
    Prisma.sql`session.project_id = ${projectId}`,
    ...filters(dialect, query),
    afterCursor(cursor, sort, order, value, SESSION_ID),
  ];
  const rows = await prisma.$queryRaw<PageRow[]>`
    SELECT session.session_id AS id, ${value} AS value FROM session
    WHERE ${Prisma.join(conditions, ' AND ')} ${orderBy(order, value, SESSION_ID)} LIMIT ${limit + 1}`;
  const page = cutPage(rows, limit, sort);
  const ids = page.items.map(({ id }) => id);
  const sessions = await prisma.session.findMany({
    where: { key: { in: ids.map((id) => prismaBytes(sessionKeyOf(projectId, id))) } },
  });
  const rollups = await toRollups(prisma, sessions);
  return { items: ids.flatMap((id) => rollups.get(id) ?? []), nextCursor: page.nextCursor };
}

function filters(dialect: SqlDialect, { runId, datapointId, key, state, q }: SessionQuery): readonly Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  if (runId === null) conditions.push(Prisma.sql`session.run_id IS NULL`);
  else if (runId !== undefined) conditions.push(Prisma.sql`session.run_id = ${storedText(runId)}`);
  if (datapointId !== undefined) conditions.push(Prisma.sql`session.datapoint_id = ${storedText(datapointId)}`);
  if (state !== undefined) conditions.push(hasState(state, key));
  if (q !== undefined) {
    conditions.push(anyLike(dialect, ['session.datapoint_id', 'session.session_id', 'session.name'], storedText(q)));
  }
  return conditions;
}

/** Custody states have a column in Session, attribution states one in SessionAttribution. */
function hasState(state: AttributionState | CustodyState, key: string | undefined): Prisma.Sql {
  const custody = CUSTODY_STATES.find((known) => known === state);
  if (custody !== undefined) return Prisma.sql`session.${Prisma.raw(custody)} > 0`;
  const attribution = ATTRIBUTION_STATES.find((known) => known === state);
  if (attribution === undefined) return Prisma.sql`FALSE`;
  const column = Prisma.raw(attribution === 'not-applicable' ? 'not_applicable' : attribution);
  const ofKey = key === undefined ? Prisma.empty : Prisma.sql`AND counts.key = ${storedText(key)}`;
  return Prisma.sql`EXISTS (SELECT 1 FROM session_attribution AS counts
    WHERE counts.session_key = session.key AND counts.${column} > 0 ${ofKey})`;
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
  return prisma.session.findUnique({ where: { key: prismaBytes(sessionKeyOf(projectId, storedText(sessionId))) } });
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
  const countsByKey = new Map<string, AttributionRow[]>(rows.map(({ key }) => [keyText(key), []]));
  for (const row of counts) countsByKey.get(keyText(row.sessionKey))?.push(row);
  const recordByKey = new Map(records.map((record) => [keyText(record.sessionKey), record]));
  const rollups = new Map<string, SessionRollup>();
  for (const row of rows) {
    const record = recordByKey.get(keyText(row.key));
    if (record === undefined) continue;
    const tally = toTally(row, countsByKey.get(keyText(row.key)) ?? []);
    rollups.set(row.sessionId, toRollup(row.sessionId, tally, toOwnRecord(record)));
  }
  return rollups;
}

const SIBLINGS_MAX = 100;

export async function siblingsByInput(
  { client: prisma, dialect }: PrismaDatabase,
  projectId: number,
  runId: string,
  sessionId: string,
  values: readonly string[],
): Promise<readonly SiblingSession[]> {
  if (values.length === 0) return [];
  const rows = await prisma.$queryRaw<{ sessionId: string; datapointId: string | null; inputValues: string }[]>`
    SELECT session.session_id AS "sessionId", session.datapoint_id AS "datapointId",
      record.input_values AS "inputValues"
    FROM session JOIN session_record AS record ON record.session_key = session.key
    WHERE session.project_id = ${projectId} AND session.run_id = ${storedText(runId)}
      AND session.session_id <> ${storedText(sessionId)}
      AND ${dialect.hasMember(Prisma.sql`record.input_values`, values)}
    ORDER BY session.session_id LIMIT ${SIBLINGS_MAX}`;
  return rows.map((row) => ({ ...row, inputValues: parseTexts(row.inputValues) }));
}
