import { CAUSES, type Cause } from '../domain/finding';
import type { CustodyShape } from '../domain/span-custody';
import type { StoredSpanFacts } from '../domain/span-facts';
import { ATTRIBUTION_STATES, type AttributionCounts, noAttributionCounts } from '../domain/states';
import {
  EXAMPLES_MAX,
  type ExampleSpan,
  isBadState,
  type SessionStructure,
  type StructureCell,
  type StructureNode,
} from '../domain/structure';
import { at, intAt } from '../trace/at';
import { canonicalOrder } from '../trace/build-forest';
import { MOST_STEPS, type PathPlace } from '../trace/path-signature';
import { spanRef } from './open-case';
import type { JudgedCase } from './rules/rule';

/** Bad spans of one key that a node lists. */
const BAD_EXAMPLES_MAX = 3;

/**
 * Folds a judged session into one node for every normalised way from the root (audit-semantics 2.9). Only spans of the
 * session are counted; parents that never came, and those of other sessions, are nodes without spans where something of
 * the session hangs below them. The same for every order of the spans. Linear in the number of spans.
 */
export function structureOf(judged: JudgedCase): SessionStructure {
  return new StructureBuilder(judged).build();
}

const STATES = ATTRIBUTION_STATES.length;
const STATE_NUMBERS = Object.fromEntries(ATTRIBUTION_STATES.map((state, i) => [state, i])) as AttributionCounts;

/**
 * What is counted of the nodes, as columns by node: a session may have as many nodes as spans. Columns have room for a
 * node per path, and there are never more.
 */
class NodeColumns {
  length = 0;
  readonly steps: PathPlace['step'][] = [];
  readonly above: Int32Array;
  readonly repeats: Uint8Array;
  readonly spans: Int32Array;
  readonly first: Int32Array;
  /** By node, key, state. */
  readonly counts: Int32Array;
  /** By node, key: a bit per cause. */
  readonly causes: Uint8Array;
  /** By node, key: listed spans in a bad state. */
  readonly badListed: Uint8Array;
  /** Nearly every node has one shape only. */
  readonly firstShape: Int32Array;
  readonly firstShapeSpans: Int32Array;
  readonly otherShapes = new Map<number, Map<number, number>>();
  /** Spans that are listed, beside the first one: bad ones, and the first of each shape that is not preserved. */
  readonly bad = new Map<number, number[]>();
  readonly odd = new Map<number, number[]>();

  constructor(most: number, keys: number) {
    this.above = new Int32Array(most);
    this.repeats = new Uint8Array(most);
    this.spans = new Int32Array(most);
    this.first = new Int32Array(most);
    this.counts = new Int32Array(most * keys * STATES);
    this.causes = new Uint8Array(most * keys);
    this.badListed = new Uint8Array(most * keys);
    this.firstShape = new Int32Array(most);
    this.firstShapeSpans = new Int32Array(most);
  }

  add(above: number, step: PathPlace['step']): number {
    this.above[this.length] = above;
    this.steps.push(step);
    return this.length++;
  }

  /** @returns how many spans of the node had the shape before */
  countShape(node: number, shape: number): number {
    const ofFirst = intAt(this.firstShapeSpans, node);
    if (ofFirst === 0) this.firstShape[node] = shape;
    if (intAt(this.firstShape, node) === shape) {
      this.firstShapeSpans[node] = ofFirst + 1;
      return ofFirst;
    }
    const others = this.otherShapes.get(node) ?? new Map<number, number>();
    if (others.size === 0) this.otherShapes.set(node, others);
    const ofShape = others.get(shape) ?? 0;
    others.set(shape, ofShape + 1);
    return ofShape;
  }
}

function addTo(lists: Map<number, number[]>, node: number, span: number): void {
  const list = lists.get(node);
  if (list === undefined) lists.set(node, [span]);
  else list.push(span);
}

class StructureBuilder {
  readonly #judged: JudgedCase;
  readonly #nodes: NodeColumns;
  readonly #shapes = new ShapeNumbers();
  /** By path: its node, -1 while it has none. */
  readonly #nodeOfPath: Int32Array;
  /** Nodes by the one above and their step. */
  readonly #known = new Map<number, number>();
  /** By key, by top of a region of a break: why the key is missing there, as a bit. */
  readonly #causeOf: readonly Map<number, number>[];

  constructor(judged: JudgedCase) {
    const { c, breaks, explanations } = judged;
    this.#judged = judged;
    this.#nodes = new NodeColumns(c.paths.count, c.keys.length);
    this.#nodeOfPath = new Int32Array(c.paths.count).fill(-1);
    this.#causeOf = c.keys.map(() => new Map());
    for (const [i, { regions }] of breaks.points.entries()) {
      const bit = 1 << CAUSES.indexOf(at(explanations, i).cause.code);
      for (const { key, top } of regions) at(this.#causeOf, key).set(top, bit);
    }
  }

  build(): SessionStructure {
    const { c } = this.#judged;
    const canonical = canonicalOrder(c.spans.length, (a, b) => compareSpans(at(c.spans, a), at(c.spans, b)));
    const rank = new Int32Array(c.spans.length);
    for (let place = 0; place < canonical.length; place++) {
      const span = intAt(canonical, place);
      rank[span] = place;
      this.#count(this.#nodeOf(c.paths.pathOf(span)), span);
    }
    return {
      keys: c.keys.map(({ name }) => name),
      shapes: this.#shapes.list,
      nodes: Array.from({ length: this.#nodes.length }, (_, node) => this.#finish(node, rank)),
    };
  }

  /** The node of a path; those above it come first where they are new. */
  #nodeOf(path: number): number {
    const known = intAt(this.#nodeOfPath, path);
    if (known >= 0) return known;
    const { paths } = this.#judged.c;
    const unknown: number[] = [];
    let up = path;
    while (up >= 0 && intAt(this.#nodeOfPath, up) < 0) {
      unknown.push(up);
      up = paths.placeOf(up).above;
    }
    let node = up < 0 ? -1 : intAt(this.#nodeOfPath, up);
    for (const one of unknown.reverse()) {
      const { step, repeats } = paths.placeOf(one);
      node = this.#child(node, step);
      if (repeats) this.#nodes.repeats[node] = 1;
      this.#nodeOfPath[one] = node;
    }
    return node;
  }

  #child(above: number, step: PathPlace['step']): number {
    const key = (above + 1) * MOST_STEPS + step.id;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const node = this.#nodes.add(above, step);
    this.#known.set(key, node);
    return node;
  }

  #count(node: number, span: number): void {
    const { c, verdicts, breaks } = this.#judged;
    const { spans, first, counts, causes, badListed, bad, odd } = this.#nodes;
    const before = intAt(spans, node);
    if (before === 0) first[node] = span;
    spans[node] = before + 1;

    let isListed = false;
    const row = at(verdicts, span);
    for (let key = 0; key < row.length; key++) {
      const { state } = at(row, key);
      const slot = node * row.length + key;
      const count = slot * STATES + STATE_NUMBERS[state];
      counts[count] = intAt(counts, count) + 1;
      const top = intAt(at(breaks.topOf, key), span);
      if (top >= 0) causes[slot] = (causes[slot] ?? 0) | (at(this.#causeOf, key).get(top) ?? 0);
      const listed = badListed[slot] ?? 0;
      if (listed === BAD_EXAMPLES_MAX || !isBadState(state)) continue;
      badListed[slot] = listed + 1;
      isListed = true;
    }
    if (isListed) addTo(bad, node, span);

    const shape = this.#shapes.numberOf(at(c.spans, span).custody.shape);
    const isNewShape = this.#nodes.countShape(node, shape) === 0;
    if (isNewShape && !this.#shapes.isPreserved(shape) && (odd.get(node)?.length ?? 0) < EXAMPLES_MAX) {
      addTo(odd, node, span);
    }
  }

  #finish(node: number, rank: Int32Array): StructureNode {
    const { above, steps, repeats, spans, firstShape, firstShapeSpans, otherShapes } = this.#nodes;
    const { text, label } = at(steps, node);
    const isEmpty = intAt(spans, node) === 0;
    return {
      above: intAt(above, node),
      step: text,
      label,
      repeats: repeats[node] === 1,
      spans: intAt(spans, node),
      cells: this.#judged.c.keys.map((_, key) => this.#cell(node, key)),
      custody: isEmpty
        ? []
        : [[intAt(firstShape, node), intAt(firstShapeSpans, node)], ...(otherShapes.get(node) ?? [])],
      examples: isEmpty ? [] : this.#examples(node, rank),
    };
  }

  #cell(node: number, key: number): StructureCell {
    const slot = node * this.#judged.c.keys.length + key;
    const counts = noAttributionCounts();
    for (let state = 0; state < STATES; state++) {
      counts[at(ATTRIBUTION_STATES, state)] = intAt(this.#nodes.counts, slot * STATES + state);
    }
    const causes = this.#nodes.causes[slot] ?? 0;
    return { counts, causes: causes === 0 ? NO_CAUSES : CAUSES.filter((_, cause) => (causes & (1 << cause)) !== 0) };
  }

  /** What shows most is taken first, should there be more than are listed. */
  #examples(node: number, rank: Int32Array): readonly ExampleSpan[] {
    const { first, bad, odd } = this.#nodes;
    const listed = [...(bad.get(node) ?? NO_SPANS), ...(odd.get(node) ?? NO_SPANS)];
    if (listed.length === 0) return [this.#example(intAt(first, node))];
    return [...new Set([intAt(first, node), ...listed])]
      .slice(0, EXAMPLES_MAX)
      .sort((a, b) => intAt(rank, a) - intAt(rank, b))
      .map((span) => this.#example(span));
  }

  #example(span: number): ExampleSpan {
    const { c, verdicts } = this.#judged;
    const facts = at(c.spans, span);
    return {
      ...spanRef(facts),
      states: at(verdicts, span).map(({ state }) => state),
      shape: this.#shapes.numberOf(facts.custody.shape),
    };
  }
}

const NO_CAUSES: readonly Cause[] = [];
const NO_SPANS: readonly number[] = [];

/** Shapes in the order in which they were met first, equal ones once. */
class ShapeNumbers {
  readonly list: CustodyShape[] = [];
  readonly #isPreserved: boolean[] = [];
  /** Spans mostly share the object, so that its text is seldom needed. */
  readonly #byObject = new Map<CustodyShape, number>();
  readonly #byText = new Map<string, number>();

  numberOf(shape: CustodyShape): number {
    const known = this.#byObject.get(shape);
    if (known !== undefined) return known;
    const text = JSON.stringify(shape);
    const number = this.#byText.get(text) ?? this.#add(shape);
    this.#byText.set(text, number);
    this.#byObject.set(shape, number);
    return number;
  }

  #add(shape: CustodyShape): number {
    this.#isPreserved.push(shape.every(([, state]) => state === 'preserved'));
    return this.list.push(shape) - 1;
  }

  isPreserved(shape: number): boolean {
    return at(this.#isPreserved, shape);
  }
}

function compareSpans(a: StoredSpanFacts, b: StoredSpanFacts): number {
  if (a.startUnixNano !== b.startUnixNano) return a.startUnixNano < b.startUnixNano ? -1 : 1;
  if (a.traceId !== b.traceId) return a.traceId < b.traceId ? -1 : 1;
  if (a.spanId !== b.spanId) return a.spanId < b.spanId ? -1 : 1;
  return 0;
}
