import { countOf } from '../audit/in-words';
import type { AttributionState, CustodyState } from '../domain/states';
import { intAt } from '../trace/at';
import type { Sides } from './cell-marks';
import { type JudgedCell, trialsOf } from './judge-cells';
import type { SideCounts } from './node-cells';

/** What became of a key that was right before. */
const BECAME: Readonly<Record<AttributionState | CustodyState, string>> = {
  missing: 'lost it',
  conflicting: 'got a wrong one',
  malformed: 'got no usable one',
  unattributable: 'got none that is known',
  partial: 'lost part of it',
  moved: 'got it elsewhere',
  renamed: 'got it under another name',
  retyped: 'got it with another type',
  truncated: 'got it cut off',
  changed: 'got it changed',
  collided: 'got it overwritten',
  lost: 'lost it',
  present: 'got it',
  preserved: 'got it',
  pending: 'wait for it',
  'not-applicable': 'need none',
};

/** A p that would be enough if nothing else had been tested. */
const ENOUGH_ALONE = 0.05;

/**
 * What a cell's state and grade rest on, for people who have never heard of a p value.
 * @param worst state of the key in the candidate
 * @param tested how many cells were tested with it
 */
export function gradeText(
  judged: JudgedCell,
  counts: Sides<SideCounts>,
  worst: AttributionState | CustodyState,
  tested: number,
): string {
  switch (judged.state) {
    case 'newly-missing':
    case 'moved':
      return judged.isCertain ? certainText(counts, judged.cell, worst) : testedText(judged, counts, tested);
    case 'still-missing':
      return stillText(judged, counts);
    case 'fixed':
      return `${againstText(counts, judged.cell)}.`;
    case 'new-path':
      return 'Only the candidate has this path: nothing to compare it with.';
    case 'gone-path':
      return 'Only the baseline has this path: nobody knows what became of it.';
    case 'not-comparable':
      return `The ${intAt(counts.run.datapoints, judged.cell) > 0 ? 'baseline' : 'candidate'} says nothing of the key here.`;
  }
}

function certainText({ base, run }: Sides<SideCounts>, cell: number, worst: AttributionState | CustodyState): string {
  const [before, after] = [trialsOf(base, cell), trialsOf(run, cell)];
  const all = after.count === 2 ? 'Both' : `All ${after.count.toLocaleString('en-US')}`;
  const who = after.noun === 'session' ? `${all} sessions of the datapoint` : `${all} datapoints`;
  if (before.count === 2) return `${who} ${BECAME[worst]}, and the same two had it in the baseline: certain.`;
  const others = before.noun === after.noun ? before.count.toLocaleString('en-US') : countOf(before.count, before.noun);
  return `${who} ${BECAME[worst]} and none of the ${others} of the baseline did: certain.`;
}

function testedText(judged: JudgedCell, counts: Sides<SideCounts>, tested: number): string {
  const p = judged.p?.worse ?? 1;
  const numbers = againstText(counts, judged.cell);
  if (judged.grade === 'confirmed') return `${numbers}: hardly chance (${pText(p)}).`;
  const among = p <= ENOUGH_ALONE ? ` among ${tested.toLocaleString('en-US')} tests` : '';
  return `${numbers}: may be chance${among} (${pText(p)}); repeat the run to be sure.`;
}

function stillText(judged: JudgedCell, counts: Sides<SideCounts>): string {
  const numbers = againstText(counts, judged.cell);
  if (judged.grade !== null) {
    return `${numbers}: worse than before (${pText(judged.p?.worse ?? 1)}), but not certain, because the baseline is not good either.`;
  }
  if (judged.isBetter) return `${numbers}: better than before (${pText(judged.p?.better ?? 1)}).`;
  return `${numbers}.`;
}

/** `3 of 20 datapoints against 0 of 20`: the candidate first. */
function againstText({ base, run }: Sides<SideCounts>, cell: number): string {
  const [before, after] = [base, run].map(({ bad, datapoints }) => ({
    bad: intAt(bad, cell).toLocaleString('en-US'),
    count: intAt(datapoints, cell),
  })) as Two;
  return `${after.bad} of ${countOf(after.count, 'datapoint')} against ${before.bad} of ${before.count.toLocaleString('en-US')}`;
}

type Two = [Count, Count];
interface Count {
  readonly bad: string;
  readonly count: number;
}

function pText(p: number): string {
  if (p < 0.001) return 'p < 0.001';
  return `p = ${p >= 0.1 ? p.toFixed(2) : p.toPrecision(2)}`;
}
