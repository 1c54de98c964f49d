import 'server-only';
import type { Page } from '../domain/pages';
import type { Client } from '../domain/records';
import { type AttributionCounts, CUSTODY_STATES, type CustodyCounts, noCustodyCounts } from '../domain/states';
import { Prisma, type PrismaClient } from './generated/client';
import { RUN_ORDERS, type RunSortValue } from './list-orders';
import type { PrismaDatabase } from './prisma-database';
import { afterCursor, anyLike, cutPage, orderBy, type PageRow } from './prisma-pages';
import { toRun } from './rows';
import { attributionObject, noAttribution } from './session-tally';
import { noSessionsByKey, type SessionsOfKey, sessionsByKeyObject } from './sessions-by-key';
import type { RunQuery, RunRollup } from './store';
import { storedText } from './stored-text';

const SORT_VALUES: Readonly<Record<RunSortValue, Prisma.Sql>> = {
  createdAt: Prisma.sql`run.created_at`,
  name: Prisma.sql`coalesce(run.name, '')`,
  spans: Prisma.sql`coalesce(total.spans, 0)`,
  missing: Prisma.sql`coalesce(total.missing, 0)`,
};
const RUN_ID = Prisma.sql`run.run_id`;

export async function listRuns(database: PrismaDatabase, projectId: number, query: RunQuery): Promise<Page<RunRollup>> {
  const { client: prisma, dialect } = database;
  const { limit, cursor, sort = '-createdAt', q, datasetId, name } = query;
  const order = RUN_ORDERS[sort];
  const value = SORT_VALUES[order.by];
  const conditions = [Prisma.sql`run.project_id = ${projectId}`, afterCursor(cursor, sort, order, value, RUN_ID)];
  if (datasetId !== undefined) conditions.push(Prisma.sql`run.dataset_id = ${storedText(datasetId)}`);
  if (name !== undefined) conditions.push(Prisma.sql`run.name = ${storedText(name)}`);
  if (q !== undefined) {
    conditions.push(
      anyLike(dialect, ['run.name', 'run.run_id', 'run.dataset_id', 'run.client_version'], storedText(q)),
    );
  }
  const rows = await prisma.$queryRaw<PageRow[]>`
    SELECT run.run_id AS id, ${value} AS value FROM run ${totals(projectId, order.by)}
    WHERE ${Prisma.join(conditions, ' AND ')} ${orderBy(order, value, RUN_ID)} LIMIT ${limit + 1}`;
  const page = cutPage(rows, limit, sort);
  const runs = await readRuns(
    database,
    projectId,
    page.items.map(({ id }) => id),
  );
  return { items: runs, nextCursor: page.nextCursor };
}

export function countRuns(
  { client: prisma }: PrismaDatabase,
  projectId: number,
  { datasetId, name }: Pick<RunQuery, 'datasetId' | 'name'>,
): Promise<number> {
  return prisma.run.count({
    where: {
      projectId,
      ...(datasetId === undefined ? {} : { datasetId: storedText(datasetId) }),
      ...(name === undefined ? {} : { name: storedText(name) }),
    },
  });
}

/** Sums over all sessions of the project, only where the sort needs them. */
function totals(projectId: number, by: RunSortValue): Prisma.Sql {
  if (by !== 'spans' && by !== 'missing') return Prisma.empty;
  return Prisma.sql`LEFT JOIN (
    SELECT run_id, sum(span_count) AS spans, sum(missing_count) AS missing
    FROM session WHERE project_id = ${projectId} AND run_id IS NOT NULL GROUP BY run_id
  ) AS total ON total.run_id = run.run_id`;
}

/** Runs with their sums, in the order of the ids; unknown ids are left out. */
export async function readRuns(
  database: PrismaDatabase,
  projectId: number,
  runIds: readonly string[],
): Promise<readonly RunRollup[]> {
  if (runIds.length === 0) return [];
  const { client: prisma } = database;
  const [rows, sums, attribution, datapoints] = await Promise.all([
    prisma.run.findMany({ where: { projectId, runId: { in: [...runIds] } } }),
    sumSessions(prisma, projectId, runIds),
    sumAttribution(prisma, projectId, runIds),
    countDatapoints(database, projectId, runIds),
  ]);
  const recordById = new Map(rows.map((row) => [row.runId, toRun(row)]));
  return runIds.flatMap((runId) => {
    const run = recordById.get(runId);
    if (run === undefined) return [];
    const sum = sums.get(runId) ?? NO_SESSIONS;
    const ofKeys = attribution.get(runId) ?? noKeySums();
    return {
      ...run,
      ...sum,
      client: run.client ?? sum.client,
      custody: { ...sum.custody },
      datapoints: datapoints.get(runId) ?? 0,
      attribution: attributionObject(ofKeys.counts),
      sessionsByKey: sessionsByKeyObject(ofKeys.sessions),
    };
  });
}

interface SessionSums {
  readonly sessions: number;
  readonly arrivedDatapoints: number;
  readonly spans: number;
  readonly findings: number;
  readonly breaks: number;
  readonly unsettledSessions: number;
  readonly custody: CustodyCounts;
  /** The first by name of the sessions' clients. */
  readonly client: Client | null;
}

const NO_SESSIONS: SessionSums = {
  sessions: 0,
  arrivedDatapoints: 0,
  spans: 0,
  findings: 0,
  breaks: 0,
  unsettledSessions: 0,
  custody: noCustodyCounts(),
  client: null,
};

const CUSTODY_SUMS = Prisma.raw(CUSTODY_STATES.map((state) => `sum(${state}) AS ${state}`).join(', '));

async function sumSessions(
  prisma: PrismaClient,
  projectId: number,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, SessionSums>> {
  type Row = Record<keyof Omit<SessionSums, 'custody' | 'client'> | keyof CustodyCounts, bigint> & {
    runId: string;
    client: string | null;
  };
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT run_id AS "runId", count(*) AS sessions, count(DISTINCT datapoint_id) AS "arrivedDatapoints",
      sum(span_count) AS spans, sum(finding_count) AS findings,
      sum(break_count) AS breaks, sum(CASE WHEN settled THEN 0 ELSE 1 END) AS "unsettledSessions", ${CUSTODY_SUMS},
      min(client_name || ${BETWEEN} || client_version) AS client
    FROM session WHERE project_id = ${projectId} AND run_id IN (${Prisma.join([...runIds])}) GROUP BY run_id`;
  return new Map(
    rows.map((row) => {
      const custody = noCustodyCounts();
      for (const state of CUSTODY_STATES) custody[state] = Number(row[state]);
      const sums: SessionSums = {
        sessions: Number(row.sessions),
        arrivedDatapoints: Number(row.arrivedDatapoints),
        spans: Number(row.spans),
        findings: Number(row.findings),
        breaks: Number(row.breaks),
        unsettledSessions: Number(row.unsettledSessions),
        custody,
        client: parseClient(row.client),
      };
      return [row.runId, sums];
    }),
  );
}

/** Sorts before everything that a name may contain. */
const BETWEEN = '\u0001';

function parseClient(pair: string | null): Client | null {
  if (pair === null) return null;
  const [name = '', version = ''] = pair.split(BETWEEN);
  return { name, version };
}

/** Sums by attribution key: of spans by state, and of sessions. */
interface KeySums {
  readonly counts: Map<string, AttributionCounts>;
  readonly sessions: Map<string, SessionsOfKey>;
}

function noKeySums(): KeySums {
  return { counts: noAttribution(), sessions: noSessionsByKey() };
}

const BAD = Prisma.sql`(missing + conflicting + malformed + unattributable > 0)`;

async function sumAttribution(
  prisma: PrismaClient,
  projectId: number,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, KeySums>> {
  type Row = Record<'present' | 'missing' | 'conflicting' | 'malformed' | 'unattributable' | 'pending', bigint> &
    Record<'notApplicable' | 'judgedSessions' | 'badSessions', bigint> & { runId: string; key: string };
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT session.run_id AS "runId", counts.key, sum(present) AS present, sum(missing) AS missing,
      sum(conflicting) AS conflicting, sum(malformed) AS malformed, sum(unattributable) AS unattributable,
      sum(pending) AS pending, sum(not_applicable) AS "notApplicable",
      sum(CASE WHEN present > 0 OR ${BAD} THEN 1 ELSE 0 END) AS "judgedSessions",
      sum(CASE WHEN ${BAD} THEN 1 ELSE 0 END) AS "badSessions"
    FROM session JOIN session_attribution AS counts ON counts.session_key = session.key
    WHERE session.project_id = ${projectId} AND session.run_id IN (${Prisma.join([...runIds])})
    GROUP BY session.run_id, counts.key`;
  const byRun = new Map<string, KeySums>();
  for (const row of rows) {
    const ofRun = byRun.get(row.runId) ?? noKeySums();
    byRun.set(row.runId, ofRun);
    ofRun.counts.set(row.key, {
      present: Number(row.present),
      missing: Number(row.missing),
      conflicting: Number(row.conflicting),
      malformed: Number(row.malformed),
      unattributable: Number(row.unattributable),
      pending: Number(row.pending),
      'not-applicable': Number(row.notApplicable),
    });
    ofRun.sessions.set(row.key, { judged: Number(row.judgedSessions), bad: Number(row.badSessions) });
  }
  return byRun;
}

/** Distinct datapoints that a run announced or that its sessions name. */
async function countDatapoints(
  { client: prisma, dialect }: PrismaDatabase,
  projectId: number,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await prisma.$queryRaw<{ runId: string; datapoints: bigint }[]>`
    SELECT run_id AS "runId", count(*) AS datapoints FROM (
      SELECT run_id, datapoint_id FROM session
      WHERE project_id = ${projectId} AND run_id IN (${Prisma.join([...runIds])}) AND datapoint_id IS NOT NULL
      UNION
      SELECT run.run_id, announced.value FROM run, ${dialect.texts(Prisma.sql`run.datapoint_ids`)} AS announced
      WHERE run.project_id = ${projectId} AND run.run_id IN (${Prisma.join([...runIds])})
    ) AS seen GROUP BY run_id`;
  return new Map(rows.map(({ runId, datapoints }) => [runId, Number(datapoints)]));
}
