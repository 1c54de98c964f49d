import type { CatalogEntry } from './catalog';
import { isJsonObject, type JsonObject, type JsonValue } from './json';
import type { RunRecord } from './records';

/** Who computes a metric (`MetricDetail.metric_type`, honeyhive-system.md 7); the client when no definition says. */
export const METRIC_TYPES = ['COMPOSITE', 'PYTHON', 'LLM', 'HUMAN', 'CLIENT_SIDE'] as const;
export type MetricType = (typeof METRIC_TYPES)[number];

export interface PassingRange {
  readonly min?: number;
  readonly max?: number;
}

/** How values of one metric are read and when they pass. */
export interface MetricRule {
  readonly type: MetricType;
  /** Both ends pass. */
  readonly range: PassingRange | undefined;
  /** The only value that passes. */
  readonly passWhen: number | undefined;
  readonly passingCategories: readonly string[] | undefined;
  /** What a category counts as. */
  readonly scores: ReadonlyMap<string, number>;
}

/** A value of a metric as a number, `true` as 1. */
export interface MetricReading {
  readonly number: number;
  readonly passed: boolean;
}

const UNRULED: MetricRule = {
  type: 'CLIENT_SIDE',
  range: undefined,
  passWhen: undefined,
  passingCategories: undefined,
  scores: new Map(),
};

/** The rules of a run's metrics by name: its own `passing_ranges` go before the thresholds of the project's definitions. */
export class MetricRules {
  readonly #ranges: JsonValue | undefined;
  readonly #defined: ReadonlyMap<string, MetricRule>;

  /** @param definitions catalog entries of kind `metric`; of several with one name the last counts. */
  constructor(run: Pick<RunRecord, 'metadata'>, definitions: readonly CatalogEntry[]) {
    this.#ranges = run.metadata.passing_ranges;
    this.#defined = new Map(definitions.map(({ name, body }) => [name ?? '', definedRule(body)]));
  }

  of(metric: string): MetricRule {
    const defined = this.#defined.get(metric) ?? UNRULED;
    const own = rangeOf(memberOf(this.#ranges, metric));
    return own === undefined ? defined : { ...defined, range: own, passWhen: undefined, passingCategories: undefined };
  }
}

/** `threshold {min, max, pass_when, passing_categories}`, `categories[{category, score}]` and `type` of a definition. */
function definedRule({ type, threshold, categories }: JsonObject): MetricRule {
  const passing = memberOf(threshold, 'passing_categories');
  const scored = Array.isArray(categories) ? (categories as readonly JsonValue[]) : [];
  const scores = scored.flatMap((entry): readonly (readonly [string, number])[] => {
    const [category, score] = [memberOf(entry, 'category'), finiteOf(memberOf(entry, 'score'))];
    return typeof category === 'string' && score !== undefined ? [[category, score]] : [];
  });
  return {
    type: METRIC_TYPES.find((known) => known === type) ?? 'CLIENT_SIDE',
    range: rangeOf(threshold),
    passWhen: finiteOf(memberOf(threshold, 'pass_when')),
    passingCategories: Array.isArray(passing) ? passing.filter((category) => typeof category === 'string') : undefined,
    scores: new Map(scores),
  };
}

/** undefined for a value that can not be aggregated: a text without a score, a list, null, no finite number. */
export function readMetric(value: JsonValue, rule: MetricRule): MetricReading | undefined {
  const number = typeof value === 'string' ? rule.scores.get(value) : finiteOf(value);
  return number === undefined ? undefined : { number, passed: passes(value, number, rule) };
}

/** True for what is a measurement without any rule. */
export function isMeasurement(value: JsonValue): boolean {
  return finiteOf(value) !== undefined;
}

function passes(value: JsonValue, number: number, { range, passWhen, passingCategories }: MetricRule): boolean {
  if (passWhen !== undefined && number !== passWhen) return false;
  if (passingCategories !== undefined && typeof value === 'string' && !passingCategories.includes(value)) return false;
  return !(number < (range?.min ?? Number.NEGATIVE_INFINITY) || number > (range?.max ?? Number.POSITIVE_INFINITY));
}

function rangeOf(value: JsonValue | undefined): PassingRange | undefined {
  const [min, max] = [finiteOf(memberOf(value, 'min')), finiteOf(memberOf(value, 'max'))];
  if (min === undefined && max === undefined) return undefined;
  return { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function finiteOf(value: JsonValue | undefined): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'bigint' && typeof value !== 'boolean') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
