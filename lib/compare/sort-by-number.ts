import { intAt } from '../trace/at';

/** Some rows of a longer list. */
export interface RowRange {
  readonly rows: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** Rows in the order of a number, and where the rows of each number begin. */
export interface SortedRows {
  readonly rows: Int32Array;
  /** By number; one more for the end. */
  readonly starts: Int32Array;
}

/**
 * Stable: rows of equal numbers stay in their order. Linear, which matters for rows of millions of spans.
 * @param numberOf from 0 to below `most`
 */
export function sortByNumber(rows: Int32Array, most: number, numberOf: (row: number) => number): SortedRows {
  const starts = new Int32Array(most + 1);
  for (const row of rows) {
    const next = numberOf(row) + 1;
    starts[next] = intAt(starts, next) + 1;
  }
  for (let number = 0; number < most; number++) {
    starts[number + 1] = intAt(starts, number + 1) + intAt(starts, number);
  }
  const ends = starts.slice();
  const sorted = new Int32Array(rows.length);
  for (const row of rows) {
    const number = numberOf(row);
    const place = intAt(ends, number);
    sorted[place] = row;
    ends[number] = place + 1;
  }
  return { rows: sorted, starts };
}

export function rowsAt({ rows, starts }: SortedRows, number: number): RowRange {
  return { rows, from: intAt(starts, number), to: intAt(starts, number + 1) };
}
