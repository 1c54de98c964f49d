import type { ComparedRow } from '../contracts/compare';
import { isRegression } from '../domain/comparison';
import { countOf, formatCount } from './format-numbers';
import { CAUSE_WORDS, GRADE_WORDS } from './report-words';

/** Rows of a comparison by what they mean to a reader, each gravest first. */
export interface RowGroups {
  readonly regressions: readonly ComparedRow[];
  readonly newPaths: readonly ComparedRow[];
  readonly stillMissing: readonly ComparedRow[];
  readonly fixed: readonly ComparedRow[];
  /** Nothing can be said: a place or a key that only one of the runs has. */
  readonly undecided: readonly ComparedRow[];
}

export function groupRows(rows: readonly ComparedRow[]): RowGroups {
  const withState = (state: ComparedRow['state']) => rows.filter((row) => row.state === state && !isRegression(row));
  return {
    regressions: rows.filter(isRegression),
    newPaths: withState('new-path'),
    stillMissing: withState('still-missing'),
    fixed: withState('fixed'),
    undecided: rows.filter(({ state }) => state === 'gone-path' || state === 'not-comparable'),
  };
}

/** `2 of 10 datapoints`: in how many the key is missing or wrong at the place. */
export function sideText(side: ComparedRow['base']): string {
  return side === null ? '–' : `${formatCount(side.bad)} of ${countOf(side.datapoints, 'datapoint')}`;
}

type Side = NonNullable<ComparedRow['run']>;

/** The side on which something is wrong: the candidate's, else the baseline's. */
export function tellingSide({ base, run }: Pick<ComparedRow, 'base' | 'run'>): Side | null {
  return run !== null && run.bad > 0 ? run : base;
}

/** Why, as far as it is known. */
export function causesText({ causes }: Side): string {
  return causes.map((cause) => CAUSE_WORDS[cause]).join('; ');
}

/** What became of the key and why: `missing: the trace was split from its session`. */
export function causeText(row: Pick<ComparedRow, 'base' | 'run'>): string {
  const side = tellingSide(row);
  return side === null ? '–' : [side.worst, causesText(side)].filter((text) => text !== '').join(': ');
}

/** `confirmed. Missing in 2 of 2 datapoints, …` */
export function gradeText({ grade, gradeText: basis }: Pick<ComparedRow, 'grade' | 'gradeText'>): string {
  return [grade === null ? '' : `${GRADE_WORDS[grade]}.`, basis].filter((text) => text !== '').join(' ') || '–';
}
