import { BREAK_SHAPES, type BreakShape } from '../domain/finding';
import type { StoredSpanFacts } from '../domain/span-facts';
import { at, intAt } from '../trace/at';
import { SpanIndex } from '../trace/span-index';
import { type AuditCase, isOfSession, parentInSession } from './open-case';
import type { Verdict } from './verdict';

/** A maximal connected set of spans that lack one key they should have. */
export interface BreakRegion {
  /** Index of the key in `c.keys`. */
  readonly key: number;
  readonly top: number;
  /** Spans without the key; a malformed top is not counted. */
  readonly size: number;
  /** Spans below the region that carry the key again: with the expected value, and with another one. */
  readonly healed: number;
  readonly healedWrong: number;
  /** Earliest start of a child of the top that carries the key; null when none does. */
  readonly keyedFrom: bigint | null;
  /** Latest start of a child of the top that does not; null when there is none. */
  readonly keylessUntil: bigint | null;
}

/** The place where keys disappear first: one span, or the orphans of one parent that never came. */
export interface BreakPoint {
  /** First span without the keys, in tree order. */
  readonly top: number;
  /** All tops: more than one only below a ghost. */
  readonly tops: readonly number[];
  /** Node of the missing parent; null when the parent is known or is the session's record. */
  readonly ghost: number | null;
  readonly regions: readonly BreakRegion[];
  /** Indices of the keys that disappear here, ascending. */
  readonly keys: readonly number[];
  readonly shape: BreakShape;
}

export interface Breaks {
  readonly points: readonly BreakPoint[];
  /** By key, by span: top of the region the span belongs to; -1 for none. */
  readonly topOf: readonly Int32Array[];
}

/**
 * Regions and break points of a judged session (audit-semantics 2.5). A region whose top is a root is a break too: the
 * session's record is its parent.
 */
export function findBreaks(c: AuditCase, verdicts: readonly (readonly Verdict[])[]): Breaks {
  const topOf = c.keys.map((_, key) => regionTops(c, verdicts, key));
  const regions = topOf.flatMap((tops, key) => collectRegions(c, verdicts, key, tops));
  return { points: regions.length === 0 ? [] : groupByPlace(c, regions), topOf };
}

function lacksKey(verdict: Verdict): boolean {
  return verdict.state === 'missing' || verdict.state === 'malformed';
}

function regionTops(c: AuditCase, verdicts: readonly (readonly Verdict[])[], key: number): Int32Array {
  const topOf = new Int32Array(c.spans.length).fill(-1);
  for (const node of c.forest.order) {
    if (!isOfSession(c, node) || !lacksKey(at(at(verdicts, node), key))) continue;
    const parent = parentInSession(c, node);
    const above = parent < 0 ? -1 : intAt(topOf, parent);
    topOf[node] = above < 0 ? node : above;
  }
  return topOf;
}

function collectRegions(
  c: AuditCase,
  verdicts: readonly (readonly Verdict[])[],
  key: number,
  topOf: Int32Array,
): readonly BreakRegion[] {
  const regions: Mutable<BreakRegion>[] = [];
  const regionOf = new Int32Array(c.spans.length).fill(-1);
  for (const node of c.forest.order) {
    if (!isOfSession(c, node)) continue;
    const { state } = at(at(verdicts, node), key);
    const top = intAt(topOf, node);
    if (top >= 0) {
      if (top === node) regionOf[node] = regions.push(emptyRegion(key, top)) - 1;
      const region = at(regions, intAt(regionOf, top));
      if (state === 'missing') region.size++;
      if (parentInSession(c, node) === top) region.keylessUntil = later(region.keylessUntil, at(c.spans, node));
      continue;
    }
    const parent = parentInSession(c, node);
    const topAbove = parent < 0 ? -1 : intAt(topOf, parent);
    if (topAbove < 0) continue;
    const region = at(regions, intAt(regionOf, topAbove));
    if (state === 'present') region.healed++;
    if (state === 'conflicting') region.healedWrong++;
    // Children come in the order of their start: the first one is the earliest.
    if (parent === topAbove && (state === 'present' || state === 'conflicting')) {
      region.keyedFrom ??= at(c.spans, node).startUnixNano;
    }
  }
  return regions.filter(({ size }) => size > 0);
}

function emptyRegion(key: number, top: number): Mutable<BreakRegion> {
  return { key, top, size: 0, healed: 0, healedWrong: 0, keyedFrom: null, keylessUntil: null };
}

function later(time: bigint | null, { startUnixNano }: StoredSpanFacts): bigint {
  return time === null || startUnixNano > time ? startUnixNano : time;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function groupByPlace(c: AuditCase, regions: readonly BreakRegion[]): readonly BreakPoint[] {
  const places = new Map<number, { ghost: number | null; regions: BreakRegion[] }>();
  for (const region of regions) {
    const parent = intAt(c.forest.parent, region.top);
    const ghost = parent >= c.all.length ? parent : null;
    const known = places.get(ghost ?? region.top);
    if (known === undefined) places.set(ghost ?? region.top, { ghost, regions: [region] });
    else known.regions.push(region);
  }
  const siblings = countSiblings(c);
  const place = placesInTree(c);
  return [...places.values()]
    .map(({ ghost, regions: here }) => {
      const tops = [...new Set(here.map(({ top }) => top))].sort((a, b) => intAt(place, a) - intAt(place, b));
      return {
        top: at(tops, 0),
        tops,
        ghost,
        regions: here,
        keys: [...new Set(here.map(({ key }) => key))].sort((a, b) => a - b),
        shape: worstShape(here.map((region) => shapeOf(c, region, siblings))),
      };
    })
    .sort((a, b) => intAt(place, a.top) - intAt(place, b.top));
}

/** Position of every node in tree order. */
function placesInTree(c: AuditCase): Int32Array {
  const place = new Int32Array(c.forest.order.length);
  c.forest.order.forEach((node, position) => {
    place[node] = position;
  });
  return place;
}

/** `healed-wrong` says most, `total` least. */
const BY_WEIGHT: readonly BreakShape[] = ['healed-wrong', 'healed', 'sibling-selective', 'leaf', 'total'];

function worstShape(shapes: readonly BreakShape[]): BreakShape {
  return BY_WEIGHT.find((shape) => shapes.includes(shape)) ?? BREAK_SHAPES[0];
}

function shapeOf(c: AuditCase, region: BreakRegion, siblings: SiblingCounts): BreakShape {
  if (region.healedWrong > 0) return 'healed-wrong';
  if (region.healed > 0) return 'healed';
  if (siblings.hasKeyedTwin(region.top, region.key)) return 'sibling-selective';
  return intAt(c.forest.size, region.top) === 1 ? 'leaf' : 'total';
}

interface SiblingCounts {
  /** True when a span under the same parent with the same name and scope carries the key. */
  hasKeyedTwin(node: number, key: number): boolean;
}

function countSiblings(c: AuditCase): SiblingCounts {
  const keyed = c.keys.map(() => new Set<number>());
  const kinds = new SpanIndex();
  let kindCount = 0;
  /** Equal for spans of one name and scope below one parent; exact, being below 2^53. */
  const twinKey = (node: number) => {
    const { name, scopeName } = at(c.spans, node);
    const known = kinds.get(scopeName, name);
    const kind = known ?? kindCount++;
    if (known === undefined) kinds.setFirst(scopeName, name, kind);
    return kind * c.spans.length + parentInSession(c, node);
  };
  for (let node = 0; node < c.spans.length; node++) {
    if (parentInSession(c, node) < 0) continue;
    const { keys } = at(c.spans, node);
    c.keys.forEach(({ name }, key) => {
      if ((keys[name]?.values.length ?? 0) > 0) at(keyed, key).add(twinKey(node));
    });
  }
  return {
    hasKeyedTwin: (node, key) => parentInSession(c, node) >= 0 && at(keyed, key).has(twinKey(node)),
  };
}
