import 'server-only';
import type { RunSummary } from '../../contracts/runs';
import { commitOf } from '../../domain/commit-of';
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
    arrivedDatapoints: run.arrivedDatapoints,
    sessions: run.sessions,
    spans: run.spans,
    attribution: toAttribution(run.attribution),
    custody: toCustody(run.custody),
    client: run.client && { name: run.client.name, version: run.client.version },
    commit: commitOf(run),
    findings: run.findings,
    breaks: run.breaks,
    unsettledSessions: run.unsettledSessions,
    declared: run.declared,
  };
}
