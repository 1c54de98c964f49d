import 'server-only';
import type { SessionDetail, SkeletonSpan } from '../../contracts/sessions';
import { stringifyJson } from '../../domain/json-text';
import type { Project } from '../../domain/records';
import type { StoredSpanFacts } from '../../domain/span-facts';
import { worstCustody } from '../../domain/states';
import type { JudgedSession } from '../audit-stored-session';
import { toAttribution, toCustody } from './counts';
import { toFinding } from './finding';
import { toScores } from './scores';
import { toDurationMs, toStartedAt } from './time';

export function toSessionDetail(project: Project, judged: JudgedSession, checkedAt: Date): SessionDetail {
  const { material, audit, settled } = judged;
  const { session, run } = material;
  const { event } = session;
  return {
    project: project.name,
    sessionId: session.sessionId,
    name: event.event_name,
    source: event.source,
    declared: session.declared,
    runId: audit.runId,
    runName: run?.name ?? null,
    datasetId: session.keys.dataset_id ?? run?.datasetId ?? null,
    datapointId: audit.datapointId,
    client: session.client && { name: session.client.name, version: session.client.version },
    settled,
    checkedAt: checkedAt.toISOString(),
    contract: project.contract,
    keys: [...audit.keys],
    ownKeys: { ...session.keys },
    startedAt: toStartedAt(session.firstStartUnixNano, event.start_time),
    durationMs: toDurationMs(session.firstStartUnixNano, session.lastEndUnixNano, event.duration),
    inputs: stringifyJson(event.inputs),
    outputs: stringifyJson(event.outputs),
    metadata: stringifyJson(event.metadata),
    feedback: stringifyJson(event.feedback),
    scores: toScores(event.metrics),
    error: event.error,
    attribution: toAttribution(audit.attribution),
    custody: toCustody(audit.custody),
    spans: material.spans.map((span, i) => toSkeletonSpan(span, i, judged)),
    findings: audit.findings.map(toFinding),
  };
}

function toSkeletonSpan(span: StoredSpanFacts, i: number, { audit }: JudgedSession): SkeletonSpan {
  return {
    spanId: span.spanId,
    traceId: span.traceId,
    parentSpanId: span.parentSpanId,
    parentState: audit.parentStates[i] ?? 'root',
    parentSessionId: audit.parentSessionIds[i] ?? null,
    name: span.name,
    kind: span.kind,
    type: span.eventType,
    startUnixNano: String(span.startUnixNano),
    endUnixNano: span.endUnixNano === 0n ? null : String(span.endUnixNano),
    statusCode: span.statusCode,
    states: audit.verdicts[i]?.map((verdict) => verdict.state) ?? [],
    custody: worstCustody(span.custody),
    sightings: span.sightings,
    variants: span.variants,
  };
}
