import { intAt } from '../trace/at';
import { BAD, type CellMarks, forEachGroup, GOOD, SILENT, type Sides } from './cell-marks';
import type { PlacedRows } from './placed-rows';
import { rowsAt } from './sort-by-number';

/** Cells of one datapoint that is in both runs. */
export interface DatapointTally {
  readonly newlyMissing: number;
  readonly fixed: number;
  readonly stillMissing: number;
  /** Keys (as cells are numbered) with a newly missing cell, each once. */
  readonly keys: readonly number[];
}

export type ChangeCounts = Readonly<Record<'newlyMissing' | 'fixed' | 'stillMissing', Int32Array>>;

export interface DatapointTallies {
  /** By datapoint. */
  readonly datapoints: readonly DatapointTally[];
  /** By key: datapoints with at least one such cell. */
  readonly ofKeys: ChangeCounts;
}

/** What changed in each of the first so many datapoints: those that both runs have. */
export function tallyDatapoints(
  sides: Sides<PlacedRows>,
  marks: CellMarks,
  matched: number,
  keyCount: number,
): DatapointTallies {
  const ofKeys = changeCounts(keyCount);
  /** The last datapoint, plus one, that was counted for the key. */
  const counted = changeCounts(keyCount);
  const datapoints: DatapointTally[] = [];
  for (let unit = 0; unit < matched; unit++) {
    const tally = { newlyMissing: 0, fixed: 0, stillMissing: 0, keys: [] as number[] };
    const lists = { base: rowsAt(sides.base.byUnit, unit), run: rowsAt(sides.run.byUnit, unit) };
    forEachGroup(lists, { base: sides.base.nodeOf, run: sides.run.nodeOf }, (baseRows, runRows) => {
      marks.forEach(baseRows, runRows, (key, base, run) => {
        const change = changeOf(base, run);
        if (change === null) return;
        tally[change]++;
        if (intAt(counted[change], key) === unit + 1) return;
        counted[change][key] = unit + 1;
        ofKeys[change][key] = intAt(ofKeys[change], key) + 1;
        if (change === 'newlyMissing') tally.keys.push(key);
      });
    });
    datapoints.push(tally);
  }
  return { datapoints, ofKeys };
}

/** What a datapoint says of a cell that both runs say something of; null when it is good in both. */
export function changeOf(base: number, run: number): keyof ChangeCounts | null {
  if (base === SILENT || run === SILENT) return null;
  if (base === GOOD) return run === BAD ? 'newlyMissing' : null;
  return run === BAD ? 'stillMissing' : 'fixed';
}

export function changeCounts(keyCount: number): ChangeCounts {
  return {
    newlyMissing: new Int32Array(keyCount),
    fixed: new Int32Array(keyCount),
    stillMissing: new Int32Array(keyCount),
  };
}
