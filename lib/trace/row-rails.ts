import { at, intAt } from './at';
import type { TreeRow } from './flatten-rows';

/** How the rail of a break's region is drawn beside one row. */
export interface Rail {
  /** Index of the break. */
  readonly region: number;
  /** The break point itself, one of its region, or a row between two of them that still has the key. */
  readonly part: 'top' | 'inside' | 'between';
  /** The region has a row further down. */
  readonly continues: boolean;
}

/**
 * One rail per row, so that a break with 3,000 spans reads as one thing. Regions nest like the tree does; beside a row
 * that belongs to none, the innermost one that goes on is drawn.
 * @param regions index of the break by node; -1 outside
 * @param tops node of the break point by break
 */
export function railsOf(
  rows: readonly TreeRow[],
  regions: Int32Array,
  tops: readonly number[],
): readonly (Rail | null)[] {
  const regionOf = (row: TreeRow) => (row.kind === 'span' ? intAt(regions, row.node) : -1);
  const lastRow = new Map<number, number>();
  rows.forEach((row, i) => {
    if (regionOf(row) >= 0) lastRow.set(regionOf(row), i);
  });
  const goesOn = (region: number, i: number) => (lastRow.get(region) ?? -1) > i;
  const open: number[] = [];
  return rows.map((row, i) => {
    for (let last = open.at(-1); last !== undefined && !goesOn(last, i - 1); last = open.at(-1)) open.pop();
    const own = regionOf(row);
    if (own < 0) {
      const outer = open.at(-1);
      return outer === undefined ? null : { region: outer, part: 'between', continues: goesOn(outer, i) };
    }
    // A region is connected, so its rows never lie inside another one that began below it.
    if (open.at(-1) !== own) open.push(own);
    const isTop = row.kind === 'span' && at(tops, own) === row.node;
    return { region: own, part: isTop ? 'top' : 'inside', continues: goesOn(own, i) };
  });
}
