import 'server-only';
import type { Datapoint } from '../../contracts/runs';
import type { JsonObject, JsonValue } from '../../domain/json';
import { stringifyJson } from '../../domain/json-text';

type Score = Datapoint['scores'][string];

/** The metrics of a record for reading: scalars as they are, the rest and integers beyond 2^53 as JSON text. */
export function toScores(metrics: JsonObject): Record<string, Score> {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, toScore(value)]));
}

function toScore(value: JsonValue): Score {
  return typeof value === 'bigint' || (typeof value === 'object' && value !== null) ? stringifyJson(value) : value;
}
