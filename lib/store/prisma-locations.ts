import 'server-only';
import { parseSpanId, parseTraceId } from '../domain/ids';
import { Prisma, type PrismaClient } from './generated/client';
import { idBytes } from './packed-batch';
import { hex } from './read-facts';

import type { Location, LocationKind } from './store';
import { storedText } from './stored-text';

const LOCATIONS_MAX = 20;

/** @param within a condition on the project */
type Finder = (prisma: PrismaClient, id: string, within: Prisma.Sql) => Promise<readonly Location[]>;

const FINDERS: Readonly<Record<LocationKind, Finder>> = {
  run: (prisma, id, within) => prisma.$queryRaw<Location[]>`
    SELECT project.name AS project, run.run_id AS "runId", NULL AS "datapointId", NULL AS "sessionId", NULL AS "spanId",
      NULL AS "traceId"
    FROM run JOIN project ON project.id = run.project_id
    WHERE run.run_id = ${storedText(id)} AND ${within} ORDER BY run.created_at, project.id LIMIT ${LOCATIONS_MAX}`,

  datapoint: (prisma, id, within) =>
    findSessions(prisma, Prisma.sql`session.datapoint_id = ${storedText(id)} AND ${within}`),

  session: (prisma, id, within) =>
    findSessions(prisma, Prisma.sql`session.session_id = ${storedText(id)} AND ${within}`),

  trace: async (prisma, id, within) => {
    const traceId = parseTraceId(id);
    if (traceId === null) return [];
    const found = await findSessions(
      prisma,
      Prisma.sql`session.key IN (SELECT session_key FROM trace_session WHERE trace_id = ${idBytes(traceId)})
        AND ${within}`,
    );
    return found.map((location) => ({ ...location, traceId }));
  },

  span: async (prisma, id, within) => {
    const spanId = parseSpanId(id);
    if (spanId === null) return [];
    const rows = await prisma.$queryRaw<(Location & { trace: Uint8Array })[]>`
      SELECT project.name AS project, session.run_id AS "runId", session.datapoint_id AS "datapointId",
        session.session_id AS "sessionId", span.trace_id AS trace
      FROM span JOIN session ON session.key = span.session_key JOIN project ON project.id = session.project_id
      WHERE span.span_id = ${idBytes(spanId)} AND ${within} ORDER BY session.created_micros, span.trace_id LIMIT ${LOCATIONS_MAX}`;
    return rows.map(({ trace, ...location }) => ({ ...location, spanId, traceId: hex(trace) }));
  },
};

function findSessions(prisma: PrismaClient, condition: Prisma.Sql): Promise<Location[]> {
  return prisma.$queryRaw<Location[]>`
    SELECT project.name AS project, session.run_id AS "runId", session.datapoint_id AS "datapointId",
      session.session_id AS "sessionId", NULL AS "spanId", NULL AS "traceId"
    FROM session JOIN project ON project.id = session.project_id
    WHERE ${condition} ORDER BY session.created_micros LIMIT ${LOCATIONS_MAX}`;
}

/** Every place an id is known, of one project where one is given, oldest first. */
export function locate(
  prisma: PrismaClient,
  kind: LocationKind,
  id: string,
  projectId?: number,
): Promise<readonly Location[]> {
  const within = projectId === undefined ? Prisma.sql`1 = 1` : Prisma.sql`project.id = ${projectId}`;
  return FINDERS[kind](prisma, id, within);
}
