import type { LocatedSpan } from '../domain/comparison';
import { CAUSES, type Cause } from '../domain/finding';
import type { CustodyShape } from '../domain/span-custody';
import { ATTRIBUTION_STATES, type AttributionCounts, noAttributionCounts } from '../domain/states';
import { type ExampleSpan, isBadState, type SessionStructure, type StructureCell } from '../domain/structure';
import { at, intAt } from '../trace/at';
import { pathHash } from '../trace/path-signature';
import { ExampleChoice, locateSpan, type SpanOwner } from './example-choice';
import { IntColumn } from './int-column';
import { PairNumbers } from './pair-numbers';

/** One place of a run, with all that its sessions have there. */
export interface RunTreeNode {
  /** What {@link RunTree.add} calls it; depends on the order of adding. */
  readonly id: number;
  /** Index of the node above; -1 for none. */
  readonly above: number;
  /** 16 hex digits: equal for the same place in any run. */
  readonly path: string;
  readonly step: string;
  readonly label: string;
  readonly repeats: boolean;
  readonly spans: number;
  /** Datapoints that have a span there. */
  readonly datapoints: number;
  /** Spans by state, by key. */
  readonly counts: readonly AttributionCounts[];
  /** By key: distinct, in the order of CAUSES. */
  readonly causes: readonly (readonly Cause[])[];
  /** Spans that sent at least one key that is not preserved. */
  readonly unpreserved: number;
  /** One of the worst spans; null on a node without spans. */
  readonly example: LocatedSpan | null;
}

const STATES = ATTRIBUTION_STATES.length;

/**
 * The sessions of a run merged into one tree: equal steps below one node are one node. Gives the same nodes for every
 * order of adding. Keys that a session was not judged for count nothing there, keys the tree does not have are left
 * out. Linear in the nodes that are added; its size depends on the number of different places.
 */
export class RunTree {
  readonly #keys: readonly string[];
  readonly #steps: string[] = [];
  readonly #labels: string[] = [];
  readonly #stepOfText = new Map<string, number>();
  /** Nodes by the one above (plus one) and the step. */
  readonly #places = new PairNumbers();
  readonly #repeats = new IntColumn();
  readonly #spans = new IntColumn();
  readonly #datapoints = new IntColumn();
  readonly #unpreserved = new IntColumn();
  /** By node, key, state. */
  readonly #counts = new IntColumn();
  /** By node, key: a bit per cause. */
  readonly #causes = new IntColumn();
  readonly #examples = new ExampleChoice();
  /** What a datapoint has: a list after its first session, a set once it has several. */
  readonly #nodesOf = new Map<unknown, Int32Array | Set<number>>();

  /** Of a node without causes, which most are. */
  readonly #noCauses: readonly (readonly Cause[])[];

  constructor(keys: readonly string[]) {
    this.#keys = keys;
    this.#noCauses = keys.map(() => []);
  }

  /** How many places there are. */
  get size(): number {
    return this.#places.size;
  }

  /**
   * @param unit what tells the session's datapoint from others; its datapoint id, or of a session without one itself,
   *   unless said otherwise
   * @returns by node of the structure: the number of its place here
   */
  add(owner: SpanOwner, structure: SessionStructure, unit: unknown = unitOf(owner)): Int32Array {
    const columns = this.#keys.map((key) => structure.keys.indexOf(key));
    const isKept = structure.shapes.map(isPreserved);
    const places = new Int32Array(structure.nodes.length);
    for (const [i, node] of structure.nodes.entries()) {
      const place = this.#child(node.above < 0 ? -1 : intAt(places, node.above), node.step, node.label);
      places[i] = place;
      this.#spans.add(place, node.spans);
      if (node.repeats) this.#repeats.set(place, 1);
      for (let key = 0; key < columns.length; key++) {
        this.#addCell(place * columns.length + key, node.cells[at(columns, key)]);
      }
      for (const [shape, spans] of node.custody) if (isKept[shape] === false) this.#unpreserved.add(place, spans);
      for (const example of node.examples) {
        const rank = rankOf(example, columns, isKept[example.shape] ?? true);
        this.#examples.offer(place, locateSpan(owner, example), rank);
      }
    }
    this.#countDatapoint(unit, places, structure);
    return places;
  }

  #child(above: number, text: string, label: string): number {
    let step = this.#stepOfText.get(text);
    if (step === undefined) {
      step = this.#steps.push(text) - 1;
      this.#labels.push(label);
      this.#stepOfText.set(text, step);
    }
    const place = this.#places.numberOf(above + 1, step);
    if (place < this.#spans.length) return place;
    for (const column of [this.#repeats, this.#spans, this.#datapoints, this.#unpreserved]) column.pushZeros(1);
    this.#counts.pushZeros(this.#keys.length * STATES);
    this.#causes.pushZeros(this.#keys.length);
    return place;
  }

  /** @param cell absent when the session was not judged for the key */
  #addCell(slot: number, cell: StructureCell | undefined): void {
    if (cell === undefined) return;
    for (let state = 0; state < STATES; state++) {
      this.#counts.add(slot * STATES + state, cell.counts[at(ATTRIBUTION_STATES, state)]);
    }
    for (const cause of cell.causes) this.#causes.set(slot, this.#causes.get(slot) | (1 << CAUSES.indexOf(cause)));
  }

  #countDatapoint(unit: unknown, places: Int32Array, { nodes }: SessionStructure): void {
    const own = places.filter((_, i) => at(nodes, i).spans > 0);
    const known = this.#nodesOf.get(unit);
    if (known === undefined) {
      for (const place of own) this.#datapoints.add(place, 1);
      this.#nodesOf.set(unit, own);
      return;
    }
    const seen = known instanceof Set ? known : new Set(known);
    for (const place of own) if (!seen.has(place)) this.#datapoints.add(place, 1);
    for (const place of own) seen.add(place);
    this.#nodesOf.set(unit, seen);
  }

  /** Every node after the one above it, siblings by label and then path. */
  nodes(): readonly RunTreeNode[] {
    const paths: string[] = [];
    const below: number[][] = Array.from({ length: this.size + 1 }, () => NO_NODES);
    for (let place = 0; place < this.size; place++) {
      const above = this.#places.first(place) - 1;
      paths.push(pathHash(above < 0 ? '' : at(paths, above), this.#stepAt(place)));
      const siblings = at(below, above + 1);
      if (siblings === NO_NODES) below[above + 1] = [place];
      else siblings.push(place);
    }
    const lastFirst = (a: number, b: number) => {
      const [one, other] = [this.#labelAt(a), this.#labelAt(b)];
      if (one !== other) return one < other ? 1 : -1;
      return at(paths, a) < at(paths, b) ? 1 : -1;
    };
    const indexOf = new Int32Array(this.size);
    const list: RunTreeNode[] = [];
    const open = at(below, 0).sort(lastFirst).slice();
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      indexOf[place] = list.length;
      const above = this.#places.first(place) - 1;
      list.push(this.#nodeAt(place, above < 0 ? -1 : intAt(indexOf, above), at(paths, place)));
      for (const child of at(below, place + 1).sort(lastFirst)) open.push(child);
    }
    return list;
  }

  #stepAt(place: number): string {
    return at(this.#steps, this.#places.second(place));
  }

  #labelAt(place: number): string {
    return at(this.#labels, this.#places.second(place));
  }

  #nodeAt(place: number, above: number, path: string): RunTreeNode {
    return {
      id: place,
      above,
      path,
      step: this.#stepAt(place),
      label: this.#labelAt(place),
      repeats: this.#repeats.get(place) === 1,
      spans: this.#spans.get(place),
      datapoints: this.#datapoints.get(place),
      counts: this.#keys.map((_, key) => this.#countsAt(place * this.#keys.length + key)),
      causes: this.#causesAt(place * this.#keys.length),
      unpreserved: this.#unpreserved.get(place),
      example: this.#examples.get(place),
    };
  }

  /** @param first slot of the node's first key */
  #causesAt(first: number): readonly (readonly Cause[])[] {
    const bits = this.#keys.map((_, key) => this.#causes.get(first + key));
    return bits.every((own) => own === 0) ? this.#noCauses : bits.map(causesIn);
  }

  #countsAt(slot: number): AttributionCounts {
    const counts = noAttributionCounts();
    for (let state = 0; state < STATES; state++) {
      counts[at(ATTRIBUTION_STATES, state)] = this.#counts.get(slot * STATES + state);
    }
    return counts;
  }
}

/** Shared by all nodes that have nothing below them; never written to. */
const NO_NODES: number[] = [];

function causesIn(bits: number): readonly Cause[] {
  return CAUSES.filter((_, cause) => (bits & (1 << cause)) !== 0);
}

function unitOf({ sessionId, datapointId }: SpanOwner): string {
  return datapointId === null ? `session ${sessionId}` : `datapoint ${datapointId}`;
}

function isPreserved(shape: CustodyShape): boolean {
  return shape.every(([, state]) => state === 'preserved');
}

/** 2 when an attribution key is bad, 1 when a sent key is not preserved. */
function rankOf({ states }: ExampleSpan, columns: readonly number[], isKept: boolean): number {
  const isBad = columns.some((column) => {
    const state = states[column];
    return state !== undefined && isBadState(state);
  });
  if (isBad) return 2;
  return isKept ? 0 : 1;
}
