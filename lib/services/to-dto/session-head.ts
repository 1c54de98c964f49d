import 'server-only';
import type { SessionHead } from '../../contracts/sessions';
import { stringifyJson } from '../../domain/json-text';
import type { Project } from '../../domain/records';
import type { JudgedSession } from '../audit-stored-session';
import { toAttribution, toCustody } from './counts';
import { toScores } from './scores';
import { toDurationMs, toStartedAt } from './time';

/** A judged session without its spans and findings. */
export function toSessionHead(project: Project, judged: JudgedSession, checkedAt: Date): SessionHead {
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
  };
}
