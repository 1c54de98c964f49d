import { isJsonObject, type JsonObject, type JsonValue, jsonObject, type MutableJsonObject } from './json';
import { mergeObjects } from './merge';

const PLACED_BUCKETS = ['config', 'inputs', 'outputs', 'metadata', 'metrics'] as const;
type PlacedBucket = (typeof PLACED_BUCKETS)[number];

/**
 * Where members of a `ModelEvent` go in the event that is kept (honeyhive-system.md 4.5 and 4.6). Of two members with one
 * place the later one counts; what the client put there itself counts more than either.
 */
const PLACES: readonly (readonly [member: string, bucket: PlacedBucket, key: string])[] = [
  ['model_name', 'config', 'model'],
  ['model', 'config', 'model'],
  ['model_version', 'config', 'model_version'],
  ['provider', 'config', 'provider'],
  ['hyperparameters', 'config', 'hyperparameters'],
  ['template', 'config', 'template'],
  ['tools', 'config', 'tools'],
  ['tool_choice', 'config', 'tool_choice'],
  ['response_format', 'config', 'response_format'],
  ['messages', 'inputs', 'chat_history'],
  ['template_inputs', 'inputs', 'template_inputs'],
  ['cost', 'metrics', 'cost'],
];

/** Names of token counts in `usage` that differ from those in `metadata`; others keep theirs. */
const TOKEN_COUNTS: ReadonlyMap<string, string> = new Map([
  ['input_tokens', 'prompt_tokens'],
  ['output_tokens', 'completion_tokens'],
]);

export type ModelEventBuckets = { readonly [B in PlacedBucket]: JsonObject };

/**
 * What a model was asked and said, in the buckets of an event. A response that is an object becomes the outputs, another
 * one their `content`.
 * @param body a `ModelEvent`; members that are no objects where buckets are expected are left to the caller
 */
export function placeModelEvent(body: Readonly<Record<string, JsonValue | undefined>>): ModelEventBuckets {
  const placed: Record<PlacedBucket, MutableJsonObject> = {
    config: jsonObject(),
    inputs: jsonObject(),
    outputs: jsonObject(),
    metadata: jsonObject(),
    metrics: jsonObject(),
  };
  for (const [member, bucket, key] of PLACES) {
    const value = body[member];
    if (value !== undefined) placed[bucket][key] = value;
  }
  const { response, usage } = body;
  if (response !== undefined) Object.assign(placed.outputs, isJsonObject(response) ? response : { content: response });
  if (isJsonObject(usage)) Object.assign(placed.metadata, tokenCounts(usage));
  return placed;
}

function tokenCounts(usage: JsonObject): JsonObject {
  const counts = jsonObject();
  for (const [name, count] of Object.entries(usage)) counts[TOKEN_COUNTS.get(name) ?? name] = count;
  const { prompt_tokens, completion_tokens } = counts;
  const areKnown = typeof prompt_tokens === 'number' && typeof completion_tokens === 'number';
  if (counts.total_tokens === undefined && areKnown) counts.total_tokens = prompt_tokens + completion_tokens;
  return counts;
}

/** The client's own bucket over what was placed in it; an own value that is no object replaces all. */
export function overPlaced(placed: JsonObject, own: JsonValue | undefined): JsonValue {
  if (own === undefined) return placed;
  return isJsonObject(own) ? mergeObjects(placed, own) : own;
}
