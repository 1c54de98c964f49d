import 'server-only';
import type { RunDeletion } from '../contracts/runs';
import type { Project } from '../domain/records';
import type { AppContext } from './context';
import { eraseSessions } from './erase-sessions';
import { findProject } from './find-project';
import { notInProject } from './not-received';

/** Sessions erased in one transaction, so that those whose spans came together are cut out together. */
const SLICE_SESSIONS = 50;
/** A slice holds fewer sessions when they have more spans than this. */
const SLICE_SPANS = 20_000;
/** How long one request works before it answers how much is left. */
const WORK_MS = 10_000;

/**
 * Removes a run with all its sessions, the run itself last.
 * @returns what is left after ten seconds, null when nothing is: asked again, it goes on.
 * @throws AppError `not-found`, or `conflict` while a client still sends for it.
 */
export async function deleteRun(
  ctx: AppContext,
  projectName: string,
  runId: string,
  workMs = WORK_MS,
): Promise<RunDeletion | null> {
  const project = await findProject(ctx, projectName);
  const run = await ctx.store.getRun(project.id, runId);
  if (run === null) throw await notInProject(ctx, project, 'run', runId);
  const end = performance.now() + workMs;
  while (performance.now() < end) {
    if (!(await eraseRunSlice(ctx, project, runId))) continue;
    await ctx.store.purge();
    ctx.log.info({ project: project.name, runId, sessions: run.sessions }, 'a run was deleted');
    return null;
  }
  const left = await ctx.store.getRun(project.id, runId);
  return left === null ? null : { sessionsLeft: left.sessions };
}

/** Erases some sessions of a run, or the run when it has none. @returns true when the run is gone. */
export async function eraseRunSlice(ctx: Pick<AppContext, 'store'>, project: Project, runId: string): Promise<boolean> {
  const { items } = await ctx.store.listSessions(project.id, { runId, limit: SLICE_SESSIONS, sort: 'started' });
  const slice: string[] = [];
  let spans = 0;
  for (const { sessionId, spanCount } of items) {
    spans += spanCount;
    if (slice.length > 0 && spans > SLICE_SPANS) break;
    slice.push(sessionId);
  }
  if (slice.length > 0) await eraseSessions(ctx, project, slice, false);
  return slice.length === items.length && items.length < SLICE_SESSIONS ? ctx.store.eraseRun(project.id, runId) : false;
}
