import 'server-only';
import { verdictSentence } from '../audit/verdict-sentence';
import type { RunDetail } from '../contracts/runs';
import type { Project, RunRecord } from '../domain/records';
import { isTerminal } from '../domain/run';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { judgeUnsettled } from './judge-unsettled';
import { notInProject } from './not-received';
import { toFinding } from './to-dto/finding';
import { toRunSummary } from './to-dto/run-summary';

const FINDINGS_MAX = 200;
/** Named sessions that are looked up. */
const NAMED_MAX = 2_000;
const ABSENT_MAX = 100;

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
      hasMoreFindings: run.findings > findings.length,
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
    namedSessions: await lookUpNamed(ctx, project, run),
  };
}

/** Sessions the client names as the run's, and those among them of which nothing ever arrived. */
async function lookUpNamed(
  ctx: AppContext,
  project: Project,
  { eventIds }: RunRecord,
): Promise<RunDetail['namedSessions']> {
  const named = [...new Set(eventIds.slice(0, NAMED_MAX))];
  const known = await ctx.store.projectsOfSessions(named);
  const absent: string[] = [];
  for (const id of named) {
    const owner = known.get(id);
    if (owner?.id === project.id) continue;
    // Seen in another project first: that says nothing about this one.
    if (owner === undefined || (await ctx.store.getSession(project.id, id)) === null) absent.push(id);
  }
  return { named: named.length, absent: absent.length, absentIds: absent.slice(0, ABSENT_MAX) };
}
