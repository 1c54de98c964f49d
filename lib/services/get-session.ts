import 'server-only';
import type { SessionDetail } from '../contracts/sessions';
import { auditForView } from './audit-stored-session';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { notInProject } from './not-received';
import { toSessionDetail } from './to-dto/session-detail';

/** The skeleton of one session, judged as it is stored now. @throws AppError `not-found` */
export async function getSession(ctx: AppContext, projectName: string, sessionId: string): Promise<SessionDetail> {
  const project = await findProject(ctx, projectName);
  const judged = await auditForView(ctx, project, sessionId);
  if (judged === null) throw await notInProject(ctx, project, 'session', sessionId);
  return toSessionDetail(project, judged, ctx.now());
}
