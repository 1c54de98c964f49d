import type { JsonObject, JsonValue } from '../../lib/domain/json';
import { isJsonObject } from '../../lib/domain/json';
import { parseJson } from '../../lib/domain/json-text';

/** A stored event as an export answers it; integers beyond 2^53 are bigints. */
export interface StoredEvent {
  readonly event_id: string;
  readonly event_name: string;
  readonly event_type: string;
  readonly session_id: string;
  readonly project_id: string;
  readonly source: string | null;
  readonly parent_id: string | null;
  readonly inputs: JsonObject;
  readonly outputs: JsonValue;
  readonly config: JsonObject;
  readonly metadata: JsonObject;
  readonly error: string | null;
  readonly start_time: number;
  readonly end_time: number | null;
  readonly duration: number | null;
}

/** Thrown for an event that is not there: no assertion error, so no loop that swallows those hides it. */
export class BackendVerificationError extends Error {}

interface Wanted {
  readonly sessionId: string;
  /** Value of `test.unique_id`; null for an event without one. */
  readonly uniqueId: string | null;
  readonly name: string;
}

/**
 * The upstream helper (honeyhive-system.md 5.1): all events of the session, one filter; of them the one with the unique
 * id in metadata, nested or flat, in inputs or in outputs, else one of that name. Upstream tries up to ten times; here
 * once, because what was answered with 200 can be read.
 */
export async function verifyBackendEvent(origin: string, { sessionId, uniqueId, name }: Wanted): Promise<StoredEvent> {
  const events = await exportEvents(origin, 'session_id', sessionId);
  const found =
    events.find((event) => uniqueId !== null && uniqueIdOf(event) === uniqueId) ??
    events.find(({ event_name }) => event_name === name);
  if (found === undefined) throw new BackendVerificationError(`Event ${name} with unique_id ${uniqueId} not found`);
  return found;
}

/**
 * `POST /v1/events/export` with one filter `field is value`; the oldest first.
 * @param project where the value alone does not say whose events are meant
 */
export async function exportEvents(
  origin: string,
  field: string,
  value: string,
  project?: string,
): Promise<readonly StoredEvent[]> {
  const response = await fetch(`${origin}/v1/events/export`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer hh_test' },
    body: JSON.stringify({ project, filters: [{ field, operator: 'is', value, type: 'string' }], limit: 1000 }),
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`the export was refused: ${response.status} ${text}`);
  const { events } = parseJson(text) as unknown as { events: readonly StoredEvent[] };
  return events.toSorted((a, b) => a.start_time - b.start_time);
}

function uniqueIdOf({ metadata, inputs, outputs }: StoredEvent): JsonValue | undefined {
  const nested = isJsonObject(metadata.test) ? metadata.test.unique_id : undefined;
  const inOutputs = isJsonObject(outputs) ? outputs['test.unique_id'] : undefined;
  return nested ?? metadata['test.unique_id'] ?? inputs['test.unique_id'] ?? inOutputs;
}
