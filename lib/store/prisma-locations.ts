import 'server-only';
import { parseSpanId, parseTraceId } from '../domain/ids';
import type { Project } from '../domain/records';
import { Prisma, type PrismaClient } from './generated/client';
import { toProject } from './rows';
import { idBytes } from './span-rows';
import type { Location, LocationKind } from './store';
import { storedText } from './stored-text';

const LOCATIONS_MAX = 20;

type Finder = (prisma: PrismaClient, id: string) => Promise<readonly Location[]>;

const FINDERS: Readonly<Record<LocationKind, Finder>> = {
  run: (prisma, id) => prisma.$queryRaw<Location[]>`
    SELECT project.name AS project, run.runId, NULL AS datapointId, NULL AS sessionId, NULL AS spanId, NULL AS traceId
    FROM Run AS run JOIN Project AS project ON project.id = run.projectId
    WHERE run.runId = ${storedText(id)} ORDER BY run.createdAt, project.id LIMIT ${LOCATIONS_MAX}`,

  datapoint: (prisma, id) => findSessions(prisma, Prisma.sql`session.datapointId = ${storedText(id)}`),

  session: (prisma, id) => findSessions(prisma, Prisma.sql`session.sessionId = ${storedText(id)}`),

  trace: async (prisma, id) => {
    const traceId = parseTraceId(id);
    if (traceId === null) return [];
    const found = await findSessions(
      prisma,
      Prisma.sql`session.key IN (SELECT sessionKey FROM TraceSession WHERE TraceSession.traceId = ${idBytes(traceId)})`,
    );
    return found.map((location) => ({ ...location, traceId }));
  },

  span: async (prisma, id) => {
    const spanId = parseSpanId(id);
    if (spanId === null) return [];
    const rows = await prisma.$queryRaw<(Location & { traceId: string })[]>`
      SELECT project.name AS project, session.runId, session.datapointId, session.sessionId, ${spanId} AS spanId,
        lower(hex(span.traceId)) AS traceId
      FROM Span AS span JOIN Session AS session ON session.key = span.sessionKey
      JOIN Project AS project ON project.id = session.projectId
      WHERE span.spanId = ${idBytes(spanId)} ORDER BY session.key, span.traceId LIMIT ${LOCATIONS_MAX}`;
    return rows;
  },
};

function findSessions(prisma: PrismaClient, condition: Prisma.Sql): Promise<Location[]> {
  return prisma.$queryRaw<Location[]>`
    SELECT project.name AS project, session.runId, session.datapointId, session.sessionId, NULL AS spanId,
      NULL AS traceId
    FROM Session AS session JOIN Project AS project ON project.id = session.projectId
    WHERE ${condition} ORDER BY session.key LIMIT ${LOCATIONS_MAX}`;
}

/** Every place an id is known, oldest first. */
export function locate(prisma: PrismaClient, kind: LocationKind, id: string): Promise<readonly Location[]> {
  return FINDERS[kind](prisma, id);
}

/** The project an id was seen in first. */
export async function projectOf(
  prisma: PrismaClient,
  kind: 'session' | 'run' | 'event',
  id: string,
): Promise<Project | null> {
  if (kind === 'run') {
    const run = await prisma.run.findFirst({
      where: { runId: storedText(id) },
      orderBy: [{ createdAt: 'asc' }, { projectId: 'asc' }],
    });
    return run === null ? null : projectById(prisma, run.projectId);
  }
  const session = await prisma.session.findFirst({ where: { sessionId: storedText(id) }, orderBy: { key: 'asc' } });
  if (session !== null) return projectById(prisma, session.projectId);
  if (kind === 'session') return null;
  const event = await prisma.event.findFirst({
    where: { eventId: storedText(id) },
    select: { sessionKey: true },
    orderBy: { sessionKey: 'asc' },
  });
  if (event === null) return null;
  const owner = await prisma.session.findUnique({ where: { key: event.sessionKey } });
  return owner === null ? null : projectById(prisma, owner.projectId);
}

async function projectById(prisma: PrismaClient, id: number): Promise<Project | null> {
  const row = await prisma.project.findUnique({ where: { id } });
  return row === null ? null : toProject(row);
}
