import { at, intAt } from './at';
import { NO_NODE, type Rows } from './flatten-rows';

/** How the rail of a break's region is drawn beside one row. */
export interface Rail {
  /** Index of the break. */
  readonly region: number;
  /** The break point itself, one of its region, or a row between two of them that still has the key. */
  readonly part: 'top' | 'inside' | 'between';
  /** The region has a row further down. */
  readonly continues: boolean;
}

const PARTS = ['top', 'inside', 'between'] as const;
const TOP = 0;
const INSIDE = 1;
const BETWEEN = 2;
const CONTINUES = 4;

/** Rails as columns by row. */
export interface Rails {
  /** Index of the break; -1 for no rail. */
  readonly region: Int32Array;
  /** The part's number, and {@link CONTINUES}. */
  readonly flags: Uint8Array;
}

/**
 * One rail per row, so that a break with 3,000 spans reads as one thing. Regions nest like the tree does; beside a row
 * that belongs to none, the innermost one that goes on is drawn.
 * @param regions index of the break by node; -1 outside
 * @param tops node of the break point by break
 */
export function railsOf(rows: Rows, regions: Int32Array, tops: readonly number[]): Rails {
  const lastRow = new Int32Array(tops.length).fill(-1);
  const region = new Int32Array(rows.length).fill(-1);
  const flags = new Uint8Array(rows.length);
  const regionOf = (row: number) => {
    const node = intAt(rows.node, row);
    return node === NO_NODE || node >= rows.spanCount ? -1 : intAt(regions, node);
  };
  for (let row = 0; row < rows.length; row++) {
    const own = regionOf(row);
    if (own >= 0) lastRow[own] = row;
  }
  const open: number[] = [];
  for (let row = 0; row < rows.length; row++) {
    for (let last = open.at(-1); last !== undefined && intAt(lastRow, last) < row; last = open.at(-1)) open.pop();
    const own = regionOf(row);
    // A region is connected, so its rows never lie inside another one that began below it.
    if (own >= 0 && open.at(-1) !== own) open.push(own);
    const drawn = open.at(-1) ?? -1;
    if (drawn < 0) continue;
    const part = own < 0 ? BETWEEN : at(tops, own) === intAt(rows.node, row) ? TOP : INSIDE;
    region[row] = drawn;
    flags[row] = part | (intAt(lastRow, drawn) > row ? CONTINUES : 0);
  }
  return { region, flags };
}

export function railAt({ region, flags }: Rails, row: number): Rail | null {
  const own = region[row] ?? -1;
  const flag = flags[row] ?? 0;
  return own < 0 ? null : { region: own, part: at(PARTS, flag & 3), continues: (flag & CONTINUES) !== 0 };
}
