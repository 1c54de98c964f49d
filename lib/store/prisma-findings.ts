import 'server-only';
import type { Finding } from '../domain/finding';
import { Prisma, type PrismaClient } from './generated/client';
import { toFinding } from './rows';
import { storedText } from './stored-text';

export async function readFindings(
  prisma: PrismaClient,
  projectId: number,
  scope: { readonly sessionId: string } | { readonly runId: string },
  limit: number,
): Promise<readonly (Finding & { readonly sessionId: string; readonly datapointId: string | null })[]> {
  const inScope =
    'sessionId' in scope
      ? Prisma.sql`session.session_id = ${storedText(scope.sessionId)}`
      : Prisma.sql`session.run_id = ${storedText(scope.runId)}`;
  const rows = await prisma.$queryRaw<{ payload: string; sessionId: string; datapointId: string | null }[]>`
    SELECT finding.payload, session.session_id AS "sessionId", session.datapoint_id AS "datapointId"
    FROM session JOIN finding ON finding.session_key = session.key
    WHERE session.project_id = ${projectId} AND ${inScope}
    ORDER BY finding.severity, finding.size DESC, session.session_id, finding.position LIMIT ${limit}`;
  return rows.map(({ payload, sessionId, datapointId }) => ({ ...toFinding(payload), sessionId, datapointId }));
}
