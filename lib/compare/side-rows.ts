import type { LocatedSpan } from '../domain/comparison';
import { CAUSES } from '../domain/finding';
import { ATTRIBUTION_STATES, type AttributionState } from '../domain/states';
import { badSpans, type ExampleSpan, isBadState, type SessionStructure, type StructureCell } from '../domain/structure';
import { at, intAt } from '../trace/at';
import { ExampleChoice, locateSpan, type SpanOwner } from './example-choice';
import { IntColumn } from './int-column';
import type { OutcomeTable } from './outcome-table';
import { PairNumbers } from './pair-numbers';

/** What the sessions of one run have: of those that are counted, a row for every node of the structure. */
export class SideRows {
  readonly unit = new IntColumn();
  readonly place = new IntColumn();
  /** What became of the sent keys of its spans. */
  readonly outcome = new IntColumn();
  /** By row and attribution key: spans that carry it as they should, and spans in a bad state. */
  readonly good = new IntColumn();
  readonly bad = new IntColumn();
  /** By row and attribution key: a bit for each state and each cause that occurs. */
  readonly states = new IntColumn();
  readonly causes = new IntColumn();
  /** Every place with every outcome its spans have, and how many have it. */
  readonly slots = new PairNumbers();
  readonly slotSpans = new IntColumn();

  /** Of all sessions, counted or not: spans by outcome. */
  readonly spansOf = new Map<number, number>();

  readonly #keys: readonly string[];
  readonly #outcomes: OutcomeTable;
  readonly #keyExamples = new ExampleChoice();
  readonly #slotExamples = new ExampleChoice();

  constructor(keys: readonly string[], outcomes: OutcomeTable) {
    this.#keys = keys;
    this.#outcomes = outcomes;
  }

  get length(): number {
    return this.unit.length;
  }

  /**
   * @param unit null for a datapoint that is not counted
   * @param places by node of the structure: its place in the run's tree
   */
  add(unit: number | null, owner: SpanOwner, structure: SessionStructure, places: Int32Array): void {
    const columns = this.#keys.map((key) => structure.keys.indexOf(key));
    const outcomes = structure.shapes.map((shape) => this.#outcomes.numberOf(shape));
    for (const { custody } of structure.nodes) {
      for (const [shape, spans] of custody) {
        const outcome = at(outcomes, shape);
        this.spansOf.set(outcome, (this.spansOf.get(outcome) ?? 0) + spans);
      }
    }
    if (unit === null) return;
    for (const [i, { cells, custody, examples }] of structure.nodes.entries()) {
      const place = intAt(places, i);
      this.unit.push(unit);
      this.place.push(place);
      this.outcome.push(this.#outcomes.unionOf(custody.map(([shape]) => at(outcomes, shape))));
      for (const column of columns) this.#addCell(cells[column]);
      for (const [shape, spans] of custody) this.slotSpans.add(this.#slot(place, at(outcomes, shape)), spans);
      for (const example of examples) {
        const span = locateSpan(owner, example);
        this.#offer(place, span, example, columns);
        this.#slotExamples.offer(this.#slot(place, at(outcomes, example.shape)), span, 0);
      }
    }
  }

  /** @param cell absent when the session was not judged for the key */
  #addCell(cell: StructureCell | undefined): void {
    this.good.push(cell?.counts.present ?? 0);
    this.bad.push(cell === undefined ? 0 : badSpans(cell));
    let states = 0;
    for (let bit = 0; cell !== undefined && bit < ATTRIBUTION_STATES.length; bit++) {
      if (cell.counts[at(ATTRIBUTION_STATES, bit)] > 0) states |= 1 << bit;
    }
    this.states.push(states);
    let causes = 0;
    for (const cause of cell?.causes ?? []) causes |= 1 << CAUSES.indexOf(cause);
    this.causes.push(causes);
  }

  #slot(place: number, outcome: number): number {
    const slot = this.slots.numberOf(place, outcome);
    if (slot === this.slotSpans.length) this.slotSpans.push(0);
    return slot;
  }

  #offer(place: number, span: LocatedSpan, { states }: ExampleSpan, columns: readonly number[]): void {
    const first = place * (columns.length + 1);
    for (let key = 0; key < columns.length; key++) {
      const state = states[at(columns, key)];
      if (state !== undefined) this.#keyExamples.offer(first + key, span, tellingOf(state));
    }
    this.#keyExamples.offer(first + columns.length, span, 0);
  }

  /** A span of the place, bad in the attribution key if there is one, else one that has it. */
  exampleOfKey(place: number, key: number): LocatedSpan | null {
    return this.#keyExamples.get(place * (this.#keys.length + 1) + key);
  }

  /** Any span of the place. */
  exampleAt(place: number): LocatedSpan | null {
    return this.exampleOfKey(place, this.#keys.length);
  }

  /** A span of the slot's place with its outcome, if the audit kept one. */
  exampleOfSlot(slot: number): LocatedSpan | null {
    return this.#slotExamples.get(slot);
  }
}

/** What is bad tells most, then what is good. */
function tellingOf(state: AttributionState): number {
  if (isBadState(state)) return 2;
  return state === 'present' ? 1 : 0;
}
