import type { LocatedSpan } from '../domain/comparison';
import { ATTRIBUTION_STATES, type AttributionState } from '../domain/states';
import { intAt } from '../trace/at';
import { BAD, type CellMarks, forEachGroup, type Mark, SILENT, type Sides } from './cell-marks';
import { comesFirst } from './example-choice';
import { type OutcomeTable, PRESERVED } from './outcome-table';
import type { PlacedRows } from './placed-rows';
import { type RowRange, rowsAt } from './sort-by-number';
import { type ChangeCounts, changeCounts, changeOf } from './tally-datapoints';

/** Best first, as CUSTODY_STATES is. */
export const ATTRIBUTION_RANKS: readonly AttributionState[] = [
  'not-applicable',
  'pending',
  'present',
  'unattributable',
  'malformed',
  'missing',
  'conflicting',
];
const RANK_OF_STATE = ATTRIBUTION_STATES.map((state) => ATTRIBUTION_RANKS.indexOf(state));

/** What is counted in one run, by cell. */
export interface SideCounts {
  readonly datapoints: Int32Array;
  readonly bad: Int32Array;
  /** Of datapoints with several sessions only. */
  readonly sessions: Int32Array;
  readonly badSessions: Int32Array;
  readonly spans: Int32Array;
  readonly badSpans: Int32Array;
  /** Rank of the worst state. */
  readonly worst: Int32Array;
  /** A bit for each of CAUSES. */
  readonly causes: Int32Array;
}

/**
 * The cells of one node of the merged tree at a time, in numbers: there may be millions, and few of them are told of.
 * Cells are numbered: attribution keys first, then sent keys.
 */
export class NodeCells {
  readonly counts: Sides<SideCounts>;
  readonly changes: ChangeCounts;
  readonly #sides: Sides<PlacedRows>;
  readonly #marks: CellMarks;
  readonly #outcomes: OutcomeTable;
  readonly #keyCount: number;
  readonly #isRead: Uint8Array;
  readonly #read: number[] = [];

  constructor(sides: Sides<PlacedRows>, marks: CellMarks, outcomes: OutcomeTable, keyCount: number) {
    const cellCount = keyCount + outcomes.keys.length;
    this.counts = { base: sideCounts(cellCount), run: sideCounts(cellCount) };
    this.changes = changeCounts(cellCount);
    this.#sides = sides;
    this.#marks = marks;
    this.#outcomes = outcomes;
    this.#keyCount = keyCount;
    this.#isRead = new Uint8Array(cellCount);
  }

  /** Counts a node. @returns the cells of which some datapoint says something, in no order, until the next is read */
  read(node: number): readonly number[] {
    this.#forget();
    const { base, run } = this.#sides;
    const lists = { base: rowsAt(base.byNode, node), run: rowsAt(run.byNode, node) };
    forEachGroup(lists, { base: base.unitOf, run: run.unitOf }, (baseRows, runRows) => {
      this.#marks.forEach(baseRows, runRows, this.#countDatapoint);
      this.#countSessions('base', baseRows);
      this.#countSessions('run', runRows);
    });
    for (const side of ['base', 'run'] as const) {
      this.#countAttribution(side, lists[side]);
      this.#countSlots(side, rowsAt(this.#sides[side].slotsByNode, node));
    }
    return this.#read;
  }

  readonly #countDatapoint = (cell: number, baseMark: Mark, runMark: Mark): void => {
    if (this.#isRead[cell] === 0) {
      this.#isRead[cell] = 1;
      this.#read.push(cell);
    }
    countDatapoint(this.counts.base, cell, baseMark);
    countDatapoint(this.counts.run, cell, runMark);
    const change = changeOf(baseMark, runMark);
    if (change !== null) increase(this.changes[change], cell, 1);
  };

  #countSessions(side: 'base' | 'run', { rows, from, to }: RowRange): void {
    if (to - from < 2) return;
    const { sessions, badSessions } = this.counts[side];
    for (let i = from; i < to; i++) {
      const own = { rows, from: i, to: i + 1 };
      const [baseRows, runRows] = side === 'base' ? [own, NO_ROWS] : [NO_ROWS, own];
      this.#marks.forEach(baseRows, runRows, (cell, baseMark, runMark) => {
        increase(sessions, cell, 1);
        if (baseMark === BAD || runMark === BAD) increase(badSessions, cell, 1);
      });
    }
  }

  #forget(): void {
    for (let cell = 0; cell < this.#keyCount; cell++) this.#clear(cell);
    for (const cell of this.#read) this.#clear(cell);
    this.#read.length = 0;
  }

  #clear(cell: number): void {
    this.#isRead[cell] = 0;
    clearSide(this.counts.base, cell);
    clearSide(this.counts.run, cell);
    this.changes.newlyMissing[cell] = 0;
    this.changes.fixed[cell] = 0;
    this.changes.stillMissing[cell] = 0;
  }

  #countAttribution(side: 'base' | 'run', range: RowRange): void {
    const { rows } = this.#sides[side];
    const { spans, badSpans, worst, causes } = this.counts[side];
    for (let i = range.from; i < range.to; i++) {
      const row = intAt(range.rows, i);
      for (let key = 0; key < this.#keyCount; key++) {
        const cell = row * this.#keyCount + key;
        increase(spans, key, rows.good.get(cell) + rows.bad.get(cell));
        increase(badSpans, key, rows.bad.get(cell));
        worst[key] = Math.max(intAt(worst, key), worstRank(rows.states.get(cell)));
        causes[key] = intAt(causes, key) | rows.causes.get(cell);
      }
    }
  }

  #countSlots(side: 'base' | 'run', range: RowRange): void {
    const { rows } = this.#sides[side];
    const { spans, badSpans, worst } = this.counts[side];
    for (let place = range.from; place < range.to; place++) {
      const slot = intAt(range.rows, place);
      const own = rows.slotSpans.get(slot);
      const { keys, states } = this.#outcomes.get(rows.slots.second(slot));
      for (let i = 0; i < keys.length; i++) {
        const cell = this.#keyCount + intAt(keys, i);
        const state = states[i] ?? PRESERVED;
        increase(spans, cell, own);
        if (state !== PRESERVED) increase(badSpans, cell, own);
        worst[cell] = Math.max(intAt(worst, cell), state);
      }
    }
  }

  /** A span for every cell of the node in one run that has a bad one, else for those of attribution keys any. */
  examples(side: 'base' | 'run', node: number): ReadonlyMap<number, LocatedSpan> {
    const { rows, byNode, slotsByNode } = this.#sides[side];
    const examples = new Map<number, LocatedSpan>();
    const own = rowsAt(byNode, node);
    if (own.from === own.to) return examples;
    const place = rows.place.get(intAt(own.rows, own.from));
    for (const cell of this.#read) {
      const any = cell < this.#keyCount ? rows.exampleOfKey(place, cell) : rows.exampleAt(place);
      if (any !== null) examples.set(cell, any);
    }
    const bad = new Map<number, LocatedSpan>();
    const slots = rowsAt(slotsByNode, node);
    for (const slot of slots.rows.subarray(slots.from, slots.to)) {
      const span = rows.exampleOfSlot(slot);
      if (span === null) continue;
      const { keys, states } = this.#outcomes.get(rows.slots.second(slot));
      for (const [i, key] of keys.entries()) {
        const known = bad.get(this.#keyCount + key);
        const isBetter = states[i] !== PRESERVED && (known === undefined || comesFirst(span, known));
        if (isBetter) bad.set(this.#keyCount + key, span);
      }
    }
    for (const [cell, span] of bad) examples.set(cell, span);
    return examples;
  }
}

const NO_ROWS: RowRange = { rows: new Int32Array(), from: 0, to: 0 };

function sideCounts(cellCount: number): SideCounts {
  const column = () => new Int32Array(cellCount);
  return {
    datapoints: column(),
    bad: column(),
    sessions: column(),
    badSessions: column(),
    spans: column(),
    badSpans: column(),
    worst: column(),
    causes: column(),
  };
}

function clearSide(counts: SideCounts, cell: number): void {
  counts.datapoints[cell] = 0;
  counts.bad[cell] = 0;
  counts.sessions[cell] = 0;
  counts.badSessions[cell] = 0;
  counts.spans[cell] = 0;
  counts.badSpans[cell] = 0;
  counts.worst[cell] = 0;
  counts.causes[cell] = 0;
}

function countDatapoint({ datapoints, bad }: SideCounts, cell: number, mark: Mark): void {
  if (mark !== SILENT) increase(datapoints, cell, 1);
  if (mark === BAD) increase(bad, cell, 1);
}

function increase(column: Int32Array, cell: number, by: number): void {
  column[cell] = intAt(column, cell) + by;
}

/** @param states a bit for each of ATTRIBUTION_STATES */
function worstRank(states: number): number {
  let worst = 0;
  for (let bits = states; bits !== 0; bits &= bits - 1) {
    worst = Math.max(worst, RANK_OF_STATE[31 - Math.clz32(bits & -bits)] ?? 0);
  }
  return worst;
}
