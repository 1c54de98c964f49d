import 'server-only';
import { verdictSentence } from '../audit/verdict-sentence';
import type { RunDetail } from '../contracts/runs';
import type { Project } from '../domain/records';
import { isTerminal } from '../domain/run';
import { auditForView } from './audit-stored-session';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { notInProject } from './not-received';
import { toFinding } from './to-dto/finding';
import { toRunSummary } from './to-dto/run-summary';

const FINDINGS_MAX = 200;
/** What one look at a run may cost: the rest is judged as it settles. */
const AUDITED_MAX = 200;
const AUDITED_SPANS_MAX = 5_000;
const SEARCHED_MAX = 1_000;
const SEARCH_PAGE = 200;

/** One run; its unsettled sessions are judged first, so that what is shown is what is stored. @throws AppError `not-found` */
export async function getRun(ctx: AppContext, projectName: string, runId: string): Promise<RunDetail> {
  const project = await findProject(ctx, projectName);
  const received = await ctx.store.getRun(project.id, runId);
  if (received === null) throw await notInProject(ctx, project, 'run', runId);
  if (received.unsettledSessions > 0) await judgeUnsettled(ctx, project, runId);
  const run = (await ctx.store.getRun(project.id, runId)) ?? received;
  const findings = await ctx.store.findings(project.id, { runId }, FINDINGS_MAX);
  return {
    ...toRunSummary(run),
    verdict: verdictSentence({
      spans: run.spans,
      attribution: run.attribution,
      breakCount: run.breaks,
      settled: run.unsettledSessions === 0 && (isTerminal(run.status) || !run.declared),
      findings,
    }),
    contract: project.contract,
    routing: project.routing,
    description: run.description,
    updatedAt: run.updatedAt.toISOString(),
    findings: findings.map((finding) => ({
      ...toFinding(finding),
      sessionId: finding.sessionId,
      datapointId: finding.datapointId,
    })),
    findingCount: run.findings,
  };
}

/** Judges unsettled sessions of ordinary size, newest first: those are the ones that are still moving. */
async function judgeUnsettled(ctx: AppContext, project: Project, runId: string): Promise<void> {
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
