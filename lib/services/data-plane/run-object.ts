import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { Project, RunRecord } from '../../domain/records';

/** A run as upstream answers it (`ExperimentRunObject`, honeyhive-system.md 7). */
export function runObject(run: RunRecord, project: Project): JsonObject {
  return {
    id: run.runId,
    run_id: run.runId,
    name: run.name,
    description: run.description,
    status: run.status,
    metadata: run.metadata,
    results: run.results,
    event_ids: run.eventIds,
    configuration: run.configuration,
    is_active: true,
    created_at: run.createdAt.toISOString(),
    updated_at: run.updatedAt.toISOString(),
    scope_type: 'project',
    scope_id: project.name,
    dataset_id: run.datasetId,
    dataset_name: null,
  };
}
