import 'server-only';
import type { ComparedRun } from '../../contracts/compare';
import { commitOf } from '../../domain/commit-of';
import type { RunMember } from '../../domain/structure';
import type { RunRollup } from '../../store/store';

/** @param version names the state of the run's data */
export function toComparedRun(run: RunRollup, members: readonly RunMember[], version: string): ComparedRun {
  return {
    runId: run.runId,
    name: run.name,
    createdAt: run.createdAt.toISOString(),
    datasetId: run.datasetId,
    client: run.client && { name: run.client.name, version: run.client.version },
    commit: commitOf(run),
    contracts: [...new Set(members.map(({ contract }) => contract))].sort(),
    sessions: run.sessions,
    spans: run.spans,
    unsettledSessions: run.unsettledSessions,
    version,
  };
}
