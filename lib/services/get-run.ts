import 'server-only';
import { verdictSentence } from '../audit/verdict-sentence';
import type { RunDetail } from '../contracts/runs';
import { isTerminal } from '../domain/run';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { judgeUnsettled } from './judge-unsettled';
import { notInProject } from './not-received';
import { toFinding } from './to-dto/finding';
import { toRunSummary } from './to-dto/run-summary';

const FINDINGS_MAX = 200;

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
