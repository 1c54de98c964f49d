import 'server-only';
import type { Page } from '../domain/pages';
import type { Client } from '../domain/records';
import { type AttributionCounts, CUSTODY_STATES, type CustodyCounts, noCustodyCounts } from '../domain/states';
import { Prisma, type PrismaClient } from './generated/client';
import { RUN_ORDERS, type RunSortValue } from './list-orders';
import { afterCursor, containing, cutPage, orderBy, type PageRow } from './prisma-pages';
import { toRun } from './rows';
import { attributionObject, noAttribution } from './session-tally';
import type { RunQuery, RunRollup } from './store';
import { storedText } from './stored-text';

const SORT_VALUES: Readonly<Record<RunSortValue, Prisma.Sql>> = {
  createdAt: Prisma.sql`run.createdAt`,
  name: Prisma.sql`coalesce(run.name, '')`,
  spans: Prisma.sql`coalesce(total.spans, 0)`,
  missing: Prisma.sql`coalesce(total.missing, 0)`,
};
const RUN_ID = Prisma.sql`run.runId`;

export async function listRuns(prisma: PrismaClient, projectId: number, query: RunQuery): Promise<Page<RunRollup>> {
  const { limit, cursor, sort = '-createdAt', q, datasetId, name } = query;
  const order = RUN_ORDERS[sort];
  const value = SORT_VALUES[order.by];
  const conditions = [Prisma.sql`run.projectId = ${projectId}`, afterCursor(cursor, sort, order, value, RUN_ID)];
  if (datasetId !== undefined) conditions.push(Prisma.sql`run.datasetId = ${storedText(datasetId)}`);
  if (name !== undefined) conditions.push(Prisma.sql`run.name = ${storedText(name)}`);
  if (q !== undefined) {
    const pattern = containing(storedText(q));
    conditions.push(
      Prisma.sql`(run.name LIKE ${pattern} ESCAPE '\\' OR run.runId LIKE ${pattern} ESCAPE '\\'
        OR run.datasetId LIKE ${pattern} ESCAPE '\\' OR run.clientVersion LIKE ${pattern} ESCAPE '\\')`,
    );
  }
  const rows = await prisma.$queryRaw<PageRow[]>`
    SELECT run.runId AS id, ${value} AS value FROM Run AS run ${totals(projectId, order.by)}
    WHERE ${Prisma.join(conditions, ' AND ')} ${orderBy(order, value, RUN_ID)} LIMIT ${limit + 1}`;
  const page = cutPage(rows, limit, sort);
  const runs = await readRuns(
    prisma,
    projectId,
    page.items.map(({ id }) => id),
  );
  return { items: runs, nextCursor: page.nextCursor };
}

/** Sums over all sessions of the project, only where the sort needs them. */
function totals(projectId: number, by: RunSortValue): Prisma.Sql {
  if (by !== 'spans' && by !== 'missing') return Prisma.empty;
  return Prisma.sql`LEFT JOIN (
    SELECT runId, sum(spanCount) AS spans, sum(missingCount) AS missing
    FROM Session WHERE projectId = ${projectId} AND runId IS NOT NULL GROUP BY runId
  ) AS total ON total.runId = run.runId`;
}

/** Runs with their sums, in the order of the ids; unknown ids are left out. */
export async function readRuns(
  prisma: PrismaClient,
  projectId: number,
  runIds: readonly string[],
): Promise<readonly RunRollup[]> {
  if (runIds.length === 0) return [];
  const [rows, sums, attribution, datapoints] = await Promise.all([
    prisma.run.findMany({ where: { projectId, runId: { in: [...runIds] } } }),
    sumSessions(prisma, projectId, runIds),
    sumAttribution(prisma, projectId, runIds),
    countDatapoints(prisma, projectId, runIds),
  ]);
  const recordById = new Map(rows.map((row) => [row.runId, toRun(row)]));
  return runIds.flatMap((runId) => {
    const run = recordById.get(runId);
    if (run === undefined) return [];
    const sum = sums.get(runId) ?? NO_SESSIONS;
    return {
      ...run,
      ...sum,
      client: run.client ?? sum.client,
      custody: { ...sum.custody },
      datapoints: datapoints.get(runId) ?? 0,
      attribution: attributionObject(attribution.get(runId) ?? noAttribution()),
    };
  });
}

interface SessionSums {
  readonly sessions: number;
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
    SELECT runId, count(*) AS sessions, sum(spanCount) AS spans, sum(findingCount) AS findings,
      sum(breakCount) AS breaks, sum(settled = 0) AS unsettledSessions, ${CUSTODY_SUMS},
      min(CASE WHEN clientName IS NULL THEN NULL ELSE json_array(clientName, clientVersion) END) AS client
    FROM Session WHERE projectId = ${projectId} AND runId IN (${Prisma.join([...runIds])}) GROUP BY runId`;
  return new Map(
    rows.map((row) => {
      const custody = noCustodyCounts();
      for (const state of CUSTODY_STATES) custody[state] = Number(row[state]);
      const sums: SessionSums = {
        sessions: Number(row.sessions),
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

function parseClient(pair: string | null): Client | null {
  if (pair === null) return null;
  const [name, version] = JSON.parse(pair) as [string, string];
  return { name, version };
}

async function sumAttribution(
  prisma: PrismaClient,
  projectId: number,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, AttributionCounts>>> {
  type Row = Record<'present' | 'missing' | 'conflicting' | 'malformed' | 'unattributable' | 'pending', bigint> & {
    notApplicable: bigint;
    runId: string;
    key: string;
  };
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT session.runId, counts.key, sum(present) AS present, sum(missing) AS missing,
      sum(conflicting) AS conflicting, sum(malformed) AS malformed, sum(unattributable) AS unattributable,
      sum(pending) AS pending, sum(notApplicable) AS notApplicable
    FROM Session AS session JOIN SessionAttribution AS counts ON counts.sessionKey = session.key
    WHERE session.projectId = ${projectId} AND session.runId IN (${Prisma.join([...runIds])})
    GROUP BY session.runId, counts.key`;
  const byRun = new Map<string, Map<string, AttributionCounts>>();
  for (const row of rows) {
    const ofRun = byRun.get(row.runId) ?? noAttribution();
    byRun.set(row.runId, ofRun);
    ofRun.set(row.key, {
      present: Number(row.present),
      missing: Number(row.missing),
      conflicting: Number(row.conflicting),
      malformed: Number(row.malformed),
      unattributable: Number(row.unattributable),
      pending: Number(row.pending),
      'not-applicable': Number(row.notApplicable),
    });
  }
  return byRun;
}

/** Distinct datapoints that a run announced or that its sessions name. */
async function countDatapoints(
  prisma: PrismaClient,
  projectId: number,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await prisma.$queryRaw<{ runId: string; datapoints: bigint }[]>`
    SELECT runId, count(*) AS datapoints FROM (
      SELECT runId, datapointId FROM Session
      WHERE projectId = ${projectId} AND runId IN (${Prisma.join([...runIds])}) AND datapointId IS NOT NULL
      UNION
      SELECT run.runId, announced.value FROM Run AS run, json_each(run.datapointIds) AS announced
      WHERE run.projectId = ${projectId} AND run.runId IN (${Prisma.join([...runIds])})
    ) GROUP BY runId`;
  return new Map(rows.map(({ runId, datapoints }) => [runId, Number(datapoints)]));
}
