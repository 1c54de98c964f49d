import 'server-only';
import type { Project } from '../domain/records';
import { auditForView } from './audit-stored-session';
import type { AppContext } from './context';

/** What one look at a run may cost: the rest is judged as it settles. */
const AUDITED_MAX = 200;
const AUDITED_SPANS_MAX = 5_000;
const SEARCHED_MAX = 1_000;
const SEARCH_PAGE = 200;

/** Judges unsettled sessions of ordinary size, newest first: those are the ones that are still moving. */
export async function judgeUnsettled(ctx: AppContext, project: Project, runId: string): Promise<void> {
  let cursor: string | undefined;
  let audited = 0;
  for (let searched = 0; searched < SEARCHED_MAX; searched += SEARCH_PAGE) {
    const page = await ctx.store.listSessions(project.id, { runId, limit: SEARCH_PAGE, sort: '-started', cursor });
    for (const { sessionId, settled, spanCount } of page.items) {
      if (settled || spanCount > AUDITED_SPANS_MAX) continue;
      if (++audited > AUDITED_MAX) return;
      await auditForView(ctx, project, sessionId);
    }
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}
