import type { EventBucket } from '../domain/event';
import { isJsonObject, type JsonValue, jsonObject, type MutableJsonObject } from '../domain/json';
import type { ArrayElement, Place, TextField } from './place';
import { fieldText, type Route } from './route-of-key';
import type { RoutingRule } from './table';

/** One value that wants one place. */
export interface Claim {
  readonly place: Place;
  readonly image: JsonValue;
  readonly key: string;
  /** Position of the attribute. */
  readonly position: number;
  readonly route: Route;
}

/** An event under construction. */
export interface EventDraft {
  /** What the text fields hold, and by which rule; null for the status of the span. */
  readonly texts: Map<TextField, { readonly image: JsonValue; readonly rule: RoutingRule | null }>;
  readonly buckets: Record<EventBucket, MutableJsonObject>;
  /** A bare value in the place of `outputs`. */
  outputs: string | null;
}

export function newDraft(): EventDraft {
  return {
    texts: new Map(),
    buckets: {
      inputs: jsonObject(),
      outputs: jsonObject(),
      config: jsonObject(),
      metadata: jsonObject(),
      metrics: jsonObject(),
      feedback: jsonObject(),
      user_properties: jsonObject(),
    },
    outputs: null,
  };
}

/**
 * Writes every claim whose place is still free. The first of several claims on one place gets it.
 * @returns true when a place was contested: then the order of the claims mattered.
 */
export function placeClaims(draft: EventDraft, claims: readonly Claim[]): boolean {
  let contested = false;
  const elements: ElementClaim[] = [];
  const bare: Claim[] = [];
  for (const claim of claims) {
    const { place } = claim;
    if (place.kind === 'key') {
      if (place.element !== null) elements.push({ ...place, element: place.element, image: claim.image });
      else if (!putKey(draft.buckets[place.field], place.key, claim.image)) contested = true;
    } else if (place.kind === 'bucket') {
      bare.push(claim);
    } else if (draft.texts.has(place.field)) {
      contested = true;
    } else {
      draft.texts.set(place.field, { image: claim.image, rule: claim.route.rule });
    }
  }
  if (elements.length > 0 && placeElements(draft, elements)) contested = true;
  for (const claim of bare) if (!placeBare(draft, claim)) contested = true;
  return contested;
}

/** Lower rank first; within a rule by key; of a repeated key the last one, which is what its client meant. */
export function byPrecedence(a: Claim, b: Claim): number {
  if (a.route.rank !== b.route.rank) return a.route.rank - b.route.rank;
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return b.position - a.position;
}

/** @returns false when the key is taken. */
export function putKey(bucket: MutableJsonObject, key: string, image: JsonValue): boolean {
  if (Object.hasOwn(bucket, key)) return false;
  bucket[key] = image;
  return true;
}

/** Keyed outputs go first; a bare text beside them is kept in metadata under its own key. */
function placeBare(draft: EventDraft, { key, image }: Claim): boolean {
  if (draft.outputs === null && Object.keys(draft.buckets.outputs).length === 0) {
    draft.outputs = fieldText(image);
    return true;
  }
  putKey(draft.buckets.metadata, key, image);
  return false;
}

interface ElementClaim {
  readonly field: EventBucket;
  readonly key: string;
  readonly element: ArrayElement;
  readonly image: JsonValue;
}

/**
 * Rebuilds arrays. Where the sent indices have gaps, or a value is in the way, the keys stay dotted: elements nobody
 * sent would be an invention, and an index of a million would cost as much memory.
 */
function placeElements(draft: EventDraft, claims: readonly ElementClaim[]): boolean {
  const arrays = new Map<string, ElementClaim[]>();
  for (const claim of claims) {
    const id = `${claim.field}.${claim.element.array}`;
    const members = arrays.get(id);
    if (members === undefined) arrays.set(id, [claim]);
    else members.push(claim);
  }
  let contested = false;
  const made = new Set<JsonValue>();
  for (const id of [...arrays.keys()].sort()) {
    const members = arrays.get(id) ?? [];
    const built = buildArray(members);
    if (built.contested) contested = true;
    if (built.array !== null && hang(draft, members, built.array, made)) continue;
    for (const { field, key, image } of members) if (!putKey(draft.buckets[field], key, image)) contested = true;
  }
  return contested;
}

function buildArray(claims: readonly ElementClaim[]): { array: JsonValue[] | null; contested: boolean } {
  const elements = new Map<number, JsonValue>();
  const members = new Map<number, MutableJsonObject>();
  let contested = false;
  for (const { element, image } of claims) {
    if (element.rest === null) {
      if (elements.has(element.index)) contested = true;
      else elements.set(element.index, image);
      continue;
    }
    let object = members.get(element.index);
    if (object === undefined) {
      object = jsonObject();
      members.set(element.index, object);
    }
    if (!putKey(object, element.rest, image)) contested = true;
  }
  const length = elements.size + members.size;
  const array: JsonValue[] = [];
  for (let index = 0; index < length; index++) {
    const value = elements.has(index) ? elements.get(index) : members.get(index);
    if (value === undefined || (elements.has(index) && members.has(index))) return { array: null, contested };
    array.push(value);
  }
  return { array, contested };
}

/** Hangs an array at its path, through objects made for other arrays only: sent values are never written into. */
function hang(draft: EventDraft, claims: readonly ElementClaim[], array: JsonValue[], made: Set<JsonValue>): boolean {
  const first = claims[0];
  if (first === undefined) return false;
  const { path } = first.element;
  let object = draft.buckets[first.field];
  for (const [depth, segment] of path.entries()) {
    if (depth === path.length - 1) return putKey(object, segment, array);
    if (!Object.hasOwn(object, segment)) {
      const inner = jsonObject();
      made.add(inner);
      object[segment] = inner;
      object = inner;
      continue;
    }
    const inner = object[segment];
    if (inner === undefined || !made.has(inner) || !isJsonObject(inner)) return false;
    object = inner as MutableJsonObject;
  }
  return false;
}
