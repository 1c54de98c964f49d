import type { Attribute } from '../domain/attributes';
import type { TraceEvent } from '../domain/event';
import { isJsonObject, type JsonValue } from '../domain/json';
import type { CustodyState } from '../domain/states';
import { sameValue } from './compare-values';
import { lawfulJson } from './lawful-json';
import type { Place, TextField } from './place';
import { fieldText, imageOf, type Route, routeOf } from './route-of-key';
import type { StoredIndex, StoredNode } from './stored-index';
import type { RoutingTable } from './table';

/** What is at one place where the contract wants a sent key. */
export interface Sight {
  readonly place: Place;
  /** undefined when nothing is there. */
  readonly value: JsonValue | undefined;
  /** null for a text field, and when nothing is there. */
  readonly node: StoredNode | null;
  /** True when it is what was sent. */
  readonly found: boolean;
}

/** One sent attribute under judgement. */
export interface CustodyCase {
  readonly attribute: Attribute;
  readonly position: number;
  readonly route: Route;
  /** The value as the contract wants it stored. */
  readonly image: JsonValue;
  /** The value as it was sent: stored like that it is kept as well. */
  readonly lawful: JsonValue;
  readonly sights: readonly Sight[];
  verdict: { readonly state: CustodyState; readonly reason: string; readonly foundAt: string | null } | null;
}

/** An attribute under the contract, before anything is looked up. */
export type ReadAttribute = Omit<CustodyCase, 'position' | 'sights' | 'verdict'>;

/** The stored event under judgement. */
export interface JudgedEvent {
  readonly stored: TraceEvent;
  readonly index: StoredIndex;
  /** Which key's value is at a path; grows with every place that is understood. */
  readonly holders: Map<string, string>;
}

export function openCase(
  contract: RoutingTable,
  event: JudgedEvent,
  attribute: Attribute,
  position: number,
): CustodyCase {
  const { route, image, lawful } = readAttribute(contract, attribute);
  const sights = route.to.map((place) => lookAt({ attribute, route, image, lawful }, event, place));
  return { attribute, position, route, image, lawful, sights, verdict: null };
}

export function readAttribute(contract: RoutingTable, attribute: Attribute): ReadAttribute {
  const route = routeOf(contract, attribute.key, attribute.value);
  const lawful = lawfulJson(attribute.value);
  const image = route.rule.as === undefined ? lawful : imageOf(route.rule, attribute.value);
  return { attribute, route, image, lawful };
}

/** Tries every reading of the place: of two values with the same path, the one that was sent is meant. */
export function lookAt(sent: ReadAttribute, { stored, index }: JudgedEvent, place: Place): Sight {
  if (place.kind === 'text') {
    const text = stored[place.field] ?? undefined;
    return { place, value: text, node: null, found: text !== undefined && isInField(sent, place.field, text) };
  }
  const nodes = index.byPath.get(place.path) ?? [];
  const exact = nodes.find(({ value }) => isSent(sent, value));
  const node = exact ?? nodes[0] ?? null;
  return { place, value: node?.value, node, found: exact !== undefined };
}

/** True when a stored value is what was sent, or what the contract makes of it. */
export function isSent({ image, lawful }: ReadAttribute, value: JsonValue): boolean {
  return sameValue(image, value) || (image !== lawful && sameValue(lawful, value));
}

/** Backends put the type of an error in front of its text, or more around it. */
function isInField({ image }: ReadAttribute, field: TextField, text: string): boolean {
  const expected = fieldText(image);
  if (text === expected) return true;
  return field === 'error' && typeof image === 'string' && image !== '' && text.includes(image);
}

/**
 * True when an attribute is at all its places as a router would have written them, found without an index. False means
 * only that the full judgement has to say more.
 */
export function isPlainlyPreserved(sent: ReadAttribute, stored: TraceEvent): boolean {
  for (const place of sent.route.to) {
    if (place.kind === 'text') {
      const text = stored[place.field] ?? undefined;
      if (text === undefined || !isInField(sent, place.field, text)) return false;
      continue;
    }
    const value = plainValueAt(stored, place);
    if (value === undefined || !isSent(sent, value)) return false;
  }
  return true;
}

/**
 * True when an attribute's only place can be read in one way and has the value of another sent key, which goes there,
 * too. False means only that the full judgement has to say more.
 */
export function isPlainlyCollided(sent: ReadAttribute, stored: TraceEvent, kept: readonly ReadAttribute[]): boolean {
  const [place, ...others] = sent.route.to;
  if (place === undefined || others.length > 0 || place.kind !== 'key' || place.key.includes('.')) return false;
  const value = plainValueAt(stored, place);
  if (value === undefined || typeof value === 'object') return false;
  return kept.some(({ route }) => route.to.some(({ path }) => path === place.path));
}

function plainValueAt(stored: TraceEvent, place: Exclude<Place, { kind: 'text' }>): JsonValue | undefined {
  const bucket: JsonValue = stored[place.field];
  if (place.kind === 'bucket') return bucket;
  if (place.element === null) return memberOf(bucket, place.key);
  const { path, index, rest } = place.element;
  let array: JsonValue | undefined = bucket;
  for (const segment of path) array = memberOf(array, segment);
  const element = Array.isArray(array) ? array[index] : undefined;
  const value = rest === null ? element : memberOf(element, rest);
  return value === undefined ? memberOf(bucket, place.key) : value;
}

function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
