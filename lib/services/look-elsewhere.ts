import 'server-only';
import type { Elsewhere } from '../audit/verdict';
import type { Project, SessionRollup } from '../domain/records';
import type { AppContext } from './context';

/** Sessions of one datapoint that are looked at: more repetitions than that tell nothing new. */
const REPETITIONS_MAX = 100;

/** Where the work of a session without spans may have gone: into events made over REST, or under another session id. */
export async function lookElsewhere(
  ctx: AppContext,
  project: Project,
  { sessionId, runId, datapointId }: SessionRollup,
): Promise<Elsewhere> {
  return {
    hasEvents: await hasEvents(ctx, project, sessionId),
    neverStarted: runId === null || datapointId === null ? [] : await neverStarted(ctx, project, runId, datapointId),
  };
}

async function hasEvents(ctx: AppContext, project: Project, sessionId: string): Promise<boolean> {
  for await (const event of ctx.store.events(project.id, { sessionId })) {
    if (event.event_type !== 'session') return true;
  }
  return false;
}

async function neverStarted(
  ctx: AppContext,
  project: Project,
  runId: string,
  datapointId: string,
): Promise<readonly string[]> {
  const { items } = await ctx.store.listSessions(project.id, { runId, datapointId, limit: REPETITIONS_MAX });
  return items
    .filter(({ declared, spanCount }) => !declared && spanCount > 0)
    .map(({ sessionId }) => sessionId)
    .sort();
}
