import 'server-only';
import type { RunSummary } from '../../contracts/runs';
import type { RunRollup } from '../../store/store';
import { toAttribution, toCustody } from './counts';

export function toRunSummary(run: RunRollup): RunSummary {
  return {
    runId: run.runId,
    name: run.name,
    status: run.status,
    datasetId: run.datasetId,
    createdAt: run.createdAt.toISOString(),
    datapoints: run.datapoints,
    sessions: run.sessions,
    spans: run.spans,
    attribution: toAttribution(run.attribution),
    custody: toCustody(run.custody),
    client: run.client && { name: run.client.name, version: run.client.version },
    findings: run.findings,
    breaks: run.breaks,
    unsettledSessions: run.unsettledSessions,
    declared: run.declared,
  };
}
