import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { Project, RunRecord } from '../../domain/records';
import type { AppContext } from '../context';

interface Told {
  readonly project: Project;
  /** As older clients want it: they refuse `null`, and read some members under older names. */
  readonly isUnversioned: boolean;
  /** Aggregates by metric name, where they were computed. */
  readonly metrics?: JsonObject | undefined;
}

/** A run as upstream answers it (`ExperimentRunObject`, honeyhive-system.md 7). */
export async function runObject(ctx: Pick<AppContext, 'store'>, run: RunRecord, told: Told): Promise<JsonObject> {
  const names = await datasetNames(ctx, told.project, [run]);
  return describeRun(run, told, names);
}

/** The names of the managed datasets of runs, by dataset id. */
export async function datasetNames(
  ctx: Pick<AppContext, 'store'>,
  project: Project,
  runs: readonly RunRecord[],
): Promise<ReadonlyMap<string, string | null>> {
  const ids = [...new Set(runs.flatMap(({ datasetId }) => datasetId ?? []))];
  if (ids.length === 0) return new Map();
  const datasets = await ctx.store.listEntries(project.id, { kind: 'dataset', ids, offset: 0, limit: ids.length });
  return new Map(datasets.map(({ id, name }) => [id, name]));
}

export function describeRun(
  run: RunRecord,
  { project, isUnversioned, metrics }: Told,
  names: ReadonlyMap<string, string | null>,
): JsonObject {
  const members: JsonObject = {
    id: run.runId,
    run_id: run.runId,
    name: run.name,
    description: run.description,
    status: run.status,
    metadata: run.metadata,
    results: run.results,
    ...(metrics !== undefined && { metrics }),
    event_ids: run.eventIds,
    configuration: run.configuration,
    is_active: true,
    created_at: run.createdAt.toISOString(),
    updated_at: run.updatedAt.toISOString(),
    scope_type: 'project',
    scope_id: project.name,
    dataset_id: run.datasetId,
    dataset_name: names.get(run.datasetId ?? '') ?? null,
  };
  return isUnversioned ? inOlderForm(members, run) : members;
}

/** `EvaluationRun` of npm 1.0.42. */
function inOlderForm(members: JsonObject, run: RunRecord): JsonObject {
  const present = Object.entries(members).filter(([, value]) => value !== null);
  const older = { _id: run.runId, project: members.scope_id ?? '', datapoint_ids: run.datapointIds };
  return { ...Object.fromEntries(present), ...older };
}
