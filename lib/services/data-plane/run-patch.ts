import 'server-only';
import type { UpdateRunBody } from '../../contracts/data-plane/runs';
import type { JsonObject, JsonValue } from '../../domain/json';
import { mergeObjects } from '../../domain/merge';
import type { RunPatch } from '../../domain/run';
import { presentMembers } from './present-members';

/**
 * What a run body changes. As upstream, the legacy members are kept in `metadata`, and so is a client-side dataset id
 * (`EXT-…`) as `offline_dataset_id` (honeyhive-system.md 3.5); the run is filed under that id all the same.
 */
export function runPatchOf(body: UpdateRunBody): RunPatch {
  const { evaluators, session_ids, datapoint_ids, passing_ranges, dataset_id } = body;
  const offline_dataset_id = dataset_id?.startsWith('EXT-') ? dataset_id : undefined;
  const moved = presentMembers({ evaluators, session_ids, datapoint_ids, passing_ranges, offline_dataset_id });
  return presentMembers({
    name: body.name,
    description: body.description,
    status: body.status,
    datasetId: dataset_id ?? textOf(body.metadata?.offline_dataset_id),
    eventIds: body.event_ids,
    datapointIds: datapoint_ids,
    metadata: mergeObjects(body.metadata ?? {}, moved as JsonObject),
    results: body.results,
    configuration: body.configuration,
  });
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
