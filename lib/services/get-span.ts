import 'server-only';
import type { SpanDetail } from '../contracts/sessions';
import { AppError } from '../domain/errors';
import type { Project } from '../domain/records';
import { judgeCustody } from '../routing/judge-custody';
import { tableBehind } from '../routing/table-behind';
import { ROUTING_TABLES } from '../routing/tables';
import type { AppContext } from './context';
import { decodeSentBody } from './decode-sent-body';
import { findProject } from './find-project';
import { quoteId } from './not-received';
import { readReport } from './read-report';
import { tableNamed } from './table-named';
import { toAttributionVerdicts } from './to-dto/attribution-verdicts';
import { toSpanDetail } from './to-dto/span-detail';

/**
 * One span: what was sent, decoded again from the kept request, what is stored, and the account of both.
 * @param traceId where the span id alone is not unique; without it the first one counts.
 * @throws AppError `not-found`
 */
export async function getSpan(
  ctx: AppContext,
  projectName: string,
  sessionId: string,
  spanId: string,
  traceId?: string,
): Promise<SpanDetail> {
  const project = await findProject(ctx, projectName);
  const evidence = await ctx.store.spanEvidence(project.id, sessionId, spanId, traceId);
  const report = await readReport(ctx, projectName, sessionId);
  if (evidence === null) throw notInSession(project, sessionId, spanId, traceId);

  const { spans } = await decodeSentBody(evidence.body);
  const sent = spans.find(({ ordinal }) => ordinal === evidence.ordinal);
  if (sent === undefined) throw new Error(`the kept request has no span at position ${evidence.ordinal}`);
  const ledger = judgeCustody(sent.span, evidence.event, tableNamed(project.contract));
  // Where several tables store it alike, the one in use is named.
  const routing = tableBehind(sent.span, evidence.event, [tableNamed(project.routing), ...ROUTING_TABLES.values()]);
  const attribution = toAttributionVerdicts(report, evidence.facts);
  return toSpanDetail({ project, sessionId, evidence, span: sent.span, ledger, routing, attribution });
}

function notInSession(project: Project, sessionId: string, spanId: string, traceId?: string): AppError {
  const ofTrace = traceId === undefined ? '' : ` of trace ${quoteId(traceId)}`;
  return new AppError(
    'not-found',
    `The span ${quoteId(spanId)}${ofTrace} is not in session ${quoteId(sessionId)} of project ${quoteId(project.name)}; /r/span/ followed by its id finds it wherever it is.`,
  );
}
