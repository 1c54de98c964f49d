import { type JsonObject, type JsonValue, jsonObject } from './json';

export const METRIC_TYPES = ['PYTHON', 'LLM', 'HUMAN', 'COMPOSITE'] as const;
export type MetricType = (typeof METRIC_TYPES)[number];

/** How npm `honeyhive` 1.0.42 calls the types. */
export const LEGACY_METRIC_TYPES = { custom: 'PYTHON', model: 'LLM', human: 'HUMAN', composite: 'COMPOSITE' } as const;
export type LegacyMetricType = keyof typeof LEGACY_METRIC_TYPES;

export const RETURN_TYPES = ['float', 'boolean', 'string', 'categorical'] as const;

/** What defines a metric, in the order in which it is told and hashed, each with what stands where nothing was sent. */
const CONTENT: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['name', ''],
  ['type', 'PYTHON'],
  ['criteria', ''],
  ['description', ''],
  ['return_type', 'float'],
  ['enabled_in_prod', false],
  ['needs_ground_truth', false],
  ['sampling_percentage', 10],
  ['model_provider', null],
  ['model_name', null],
  ['scale', null],
  ['threshold', null],
  ['categories', null],
  ['child_metrics', null],
  ['filters', { filterArray: [] }],
]);

export function currentMetricType(type: MetricType | LegacyMetricType): MetricType {
  return Object.hasOwn(LEGACY_METRIC_TYPES, type)
    ? LEGACY_METRIC_TYPES[type as LegacyMetricType]
    : (type as MetricType);
}

/** The whole definition: the members that are there, the others as they are without being told. */
export function metricContent(name: string, members: JsonObject): JsonObject {
  const content = jsonObject();
  for (const [member, standard] of CONTENT) content[member] = members[member] ?? standard;
  content.name = name;
  if (members.enabled_in_prod === undefined) content.enabled_in_prod = content.type === 'HUMAN';
  return content;
}

/**
 * A metric as npm `honeyhive` 1.0.42 reads it: other names for the types, the criteria under the name of what they are,
 * no list of categories, and a project under `task`.
 * @param members as kept: the definition with the members that only that client sends
 */
export function legacyMetric(members: JsonObject, project: string): JsonObject {
  const { type = null, criteria = null, return_type = null } = members;
  return {
    task: project,
    ...(type === 'PYTHON' ? { code_snippet: criteria } : {}),
    ...(type === 'LLM' ? { prompt: criteria } : {}),
    ...members,
    type: legacyMetricType(type),
    return_type: return_type === 'categorical' ? 'string' : return_type,
    description: members.description ?? '',
  };
}

function legacyMetricType(type: JsonValue): JsonValue {
  const [legacy = type] = Object.entries(LEGACY_METRIC_TYPES).find(([, current]) => current === type) ?? [];
  return legacy;
}
