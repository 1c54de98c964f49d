import type { JsonObject } from './json';
import { mergeObjects } from './merge';
import type { Client, RunRecord, RunStatus } from './records';

/** The members of a run a client may send on create or update; absent members are left alone. */
export interface RunPatch {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly status?: RunStatus;
  readonly datasetId?: string | null;
  readonly eventIds?: readonly string[];
  readonly datapointIds?: readonly string[];
  readonly metadata?: JsonObject;
  readonly results?: JsonObject;
  readonly configuration?: JsonObject;
  readonly client?: Client | null;
}

/** A run nobody declared yet: known because a span or a session names it. */
export function undeclaredRun(runId: string, now: Date): RunRecord {
  return {
    runId,
    name: null,
    description: null,
    status: 'pending',
    datasetId: null,
    eventIds: [],
    datapointIds: [],
    metadata: {},
    results: {},
    configuration: {},
    declared: false,
    client: null,
    createdAt: now,
    updatedAt: now,
  };
}

/** A run after a client's create or update: metadata, results and configuration are merged, the rest replaced. */
export function patchRun(run: RunRecord, patch: RunPatch, now: Date): RunRecord {
  const { metadata, results, configuration, ...replaced } = patch;
  return {
    ...run,
    ...replaced,
    metadata: mergeObjects(run.metadata, metadata),
    results: mergeObjects(run.results, results),
    configuration: mergeObjects(run.configuration, configuration),
    declared: true,
    updatedAt: now,
  };
}

/** True when the client said that the run is over: its sessions may be judged without waiting. */
export function isTerminal(status: RunStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}
