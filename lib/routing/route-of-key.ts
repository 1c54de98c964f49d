import type { AttributeValue } from '../domain/attributes';
import type { JsonValue } from '../domain/json';
import { stringifyJson } from '../domain/json-text';
import { CONDITIONS } from './conditions';
import { lawfulJson } from './lawful-json';
import { type Place, parsePlace } from './place';
import type { RoutingRule, RoutingTable } from './table';
import { TRANSFORMS } from './transforms';

/** What one rule means for one key. */
export interface Route {
  readonly rule: RoutingRule;
  /** Position of the rule in its table: the lower one gets a contested place. */
  readonly rank: number;
  readonly to: readonly Place[];
  readonly copies: readonly Place[];
}

/** Hostile clients make up keys without end; a full memory is emptied, and long keys are never put into it. */
const MEMORY_SIZE = 10_000;
const MEMORISED_KEY_LENGTH = 200;

const memories = new WeakMap<RoutingTable, Map<string, readonly Route[]>>();

/** The route of one sent attribute: the first rule that fits its key and its value. */
export function routeOf(table: RoutingTable, key: string, value: AttributeValue): Route {
  const routes = routesOf(table, key);
  for (const route of routes) {
    const { when } = route.rule;
    if (when === undefined || CONDITIONS[when](value)) return route;
  }
  throw new Error(`The routing table ${table.name} has no rule for ${key}: its last rule must be "*".`);
}

/** The rules that fit a key, up to the first one without a condition. */
function routesOf(table: RoutingTable, key: string): readonly Route[] {
  let memory = memories.get(table);
  if (memory === undefined) {
    memory = new Map();
    memories.set(table, memory);
  }
  const known = memory.get(key);
  if (known !== undefined) return known;
  const routes = findRoutes(table, key);
  if (key.length <= MEMORISED_KEY_LENGTH) {
    if (memory.size >= MEMORY_SIZE) memory.clear();
    memory.set(key, routes);
  }
  return routes;
}

function findRoutes(table: RoutingTable, key: string): readonly Route[] {
  const routes: Route[] = [];
  for (const [rank, rule] of table.rules.entries()) {
    const rest = restOf(key, rule.from);
    if (rest === null) continue;
    const placed = rule.omit === undefined ? rest : omitSegments(rest, rule.omit);
    const toPlace = (path: string): Place =>
      parsePlace(path.endsWith('*') ? path.slice(0, -1) + placed : path, rule.flat ?? false);
    routes.push({ rule, rank, to: rule.to.map(toPlace), copies: (rule.copies ?? []).map(toPlace) });
    if (rule.when === undefined) break;
  }
  return routes;
}

/** What `*` stands for; the empty text for an exact match, null for none. */
function restOf(key: string, from: string): string | null {
  if (from === '*') return key;
  if (!from.endsWith('.*')) return key === from ? '' : null;
  const prefixLength = from.length - 1;
  return key.length > prefixLength && key.startsWith(from.slice(0, prefixLength)) ? key.slice(prefixLength) : null;
}

/** The last segment stays: a key can not become empty. */
function omitSegments(rest: string, omit: readonly string[]): string {
  const segments = rest.split('.');
  return segments.filter((segment, i) => i === segments.length - 1 || !omit.includes(segment)).join('.');
}

/** A sent value as a rule wants it stored. */
export function imageOf(rule: RoutingRule, value: AttributeValue): JsonValue {
  return rule.as === undefined ? lawfulJson(value) : TRANSFORMS[rule.as](value);
}

/** A value as a text field of the event holds it. */
export function fieldText(image: JsonValue): string {
  return typeof image === 'string' ? image : stringifyJson(image);
}
