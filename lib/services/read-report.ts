import 'server-only';
import type { Project } from '../domain/records';
import { auditForView, isQuiet } from './audit-stored-session';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { judgedSessions } from './judged-sessions';
import { notInProject } from './not-received';
import type { SessionReport } from './session-report';
import { toSessionReport } from './to-dto/session-report';

/**
 * The report on a session as it is stored now. Judged only when something changed since it was last asked for.
 * @throws AppError `not-found`
 */
export async function readReport(ctx: AppContext, projectName: string, sessionId: string): Promise<SessionReport> {
  const project = await findProject(ctx, projectName);
  const stored = await ctx.store.getSession(project.id, sessionId);
  if (stored === null) throw await notInProject(ctx, project, 'session', sessionId);
  const isCurrent = (report: SessionReport) =>
    report.revision === stored.revision &&
    // One that was deleted and came again counts its revisions anew.
    report.lastReceivedAt.getTime() === stored.lastReceivedAt.getTime() &&
    report.contract === project.contract &&
    // Nothing but time turns an unsettled session into a settled one without a new revision.
    (report.settled || !isQuiet(ctx, stored));
  const key = JSON.stringify([project.id, sessionId]);
  const report = await judgedSessions(ctx.store).get(key, isCurrent, () =>
    ctx.worker === undefined ? judgeSession(ctx, project, sessionId) : ctx.worker.judge(project, sessionId),
  );
  if (report === null) throw await notInProject(ctx, project, 'session', sessionId);
  return report;
}

/** Judges a session in this thread; null when it is unknown. */
export async function judgeSession(
  ctx: AppContext,
  project: Project,
  sessionId: string,
): Promise<SessionReport | null> {
  const judged = await auditForView(ctx, project, sessionId);
  return judged && toSessionReport(project, judged, ctx.now());
}
