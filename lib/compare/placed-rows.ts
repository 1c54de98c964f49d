import type { SideRows } from './side-rows';
import { type SortedRows, sortByNumber } from './sort-by-number';

/** The rows of one run, each at its node of the merged tree. */
export class PlacedRows {
  readonly rows: SideRows;
  readonly nodeOf: (row: number) => number;
  readonly unitOf: (row: number) => number;
  /** Rows of each node by datapoint, rows of each datapoint by node, and slots of each node. */
  readonly byNode: SortedRows;
  readonly byUnit: SortedRows;
  readonly slotsByNode: SortedRows;
  /** By place of the run's tree. */
  readonly #nodeOfPlace: Int32Array;

  constructor(rows: SideRows, nodeOfPlace: Int32Array, nodeCount: number, unitCount: number) {
    this.rows = rows;
    this.#nodeOfPlace = nodeOfPlace;
    this.nodeOf = (row) => this.#at(rows.place.get(row));
    this.unitOf = (row) => rows.unit.get(row);
    const all = Int32Array.from({ length: rows.length }, (_, row) => row);
    this.byNode = sortByNumber(sortByNumber(all, unitCount, this.unitOf).rows, nodeCount, this.nodeOf);
    this.byUnit = sortByNumber(sortByNumber(all, nodeCount, this.nodeOf).rows, unitCount, this.unitOf);
    const slots = Int32Array.from({ length: rows.slots.size }, (_, slot) => slot);
    this.slotsByNode = sortByNumber(slots, nodeCount, (slot) => this.#at(rows.slots.first(slot)));
  }

  #at(place: number): number {
    return this.#nodeOfPlace[place] as number;
  }
}
