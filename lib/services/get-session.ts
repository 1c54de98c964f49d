import 'server-only';
import type { SessionDetail, SessionSummary } from '../contracts/sessions';
import { decodeSkeleton } from '../trace/skeleton';
import type { AppContext } from './context';
import { readReport } from './read-report';

/** Findings a summary names; the rest is counted. */
const FINDINGS_MAX = 50;

/** A session whole, judged as it is stored now. @throws AppError `not-found` */
export async function getSession(ctx: AppContext, projectName: string, sessionId: string): Promise<SessionDetail> {
  const { head, skeleton, findings } = await readReport(ctx, projectName, sessionId);
  return { ...head, spans: [...decodeSkeleton(skeleton)], findings };
}

/** A session without its spans. @throws AppError `not-found` */
export async function getSessionSummary(
  ctx: AppContext,
  projectName: string,
  sessionId: string,
): Promise<SessionSummary> {
  const { head, skeleton, tree, firstBreak, findings } = await readReport(ctx, projectName, sessionId);
  return {
    ...head,
    version: skeleton.version,
    tree,
    firstBreak,
    // The spans of 50 findings would weigh more than all the rest, and no card shows them.
    findings: findings.slice(0, FINDINGS_MAX).map((finding) => ({ ...finding, spans: [] })),
    findingCount: findings.length,
  };
}
