import type { RunPatch } from '../domain/run';
import { storedClient, storedText, storedTextOrNull } from './stored-text';

/** The patch with its ids and names as they are kept. */
export function cleanRunPatch(patch: RunPatch): RunPatch {
  return {
    ...patch,
    ...(patch.name === undefined ? {} : { name: storedTextOrNull(patch.name) }),
    ...(patch.description === undefined ? {} : { description: storedTextOrNull(patch.description) }),
    ...(patch.datasetId === undefined ? {} : { datasetId: storedTextOrNull(patch.datasetId) }),
    ...(patch.eventIds === undefined ? {} : { eventIds: patch.eventIds.map(storedText) }),
    ...(patch.datapointIds === undefined ? {} : { datapointIds: patch.datapointIds.map(storedText) }),
    ...(patch.client === undefined ? {} : { client: storedClient(patch.client) }),
  };
}
