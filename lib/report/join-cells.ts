import type { ComparedRow } from '../contracts/compare';

type Side = NonNullable<ComparedRow['run']>;

/** Keys that fared alike on one path. */
export interface JoinedCell {
  readonly keys: readonly string[];
  /** What is true of each of them; its example spans are those of the first. */
  readonly row: ComparedRow;
}

/** One row for keys of which the same is to be said of the same path, in the order of the first of them. */
export function joinCells(rows: readonly ComparedRow[]): readonly JoinedCell[] {
  const joined = new Map<string, { readonly keys: string[]; readonly row: ComparedRow }>();
  for (const row of rows) {
    const { path, kind, state, baselineState, base, run, grade, gradeText } = row;
    const told = JSON.stringify([path, kind, state, baselineState, toldOf(base), toldOf(run), grade, gradeText]);
    const alike = joined.get(told);
    if (alike === undefined) joined.set(told, { keys: [row.key], row });
    else alike.keys.push(row.key);
  }
  return [...joined.values()];
}

function toldOf(side: Side | null): unknown {
  return side && [side.worst, side.bad, side.datapoints, side.causes];
}
