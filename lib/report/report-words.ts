import type { CellState, Grade } from '../domain/comparison';
import type { Cause, Severity } from '../domain/finding';

interface Words {
  readonly name: string;
  /** One line a newcomer understands. */
  readonly meaning: string;
}

/** In the order of a report. The same words as on the pages. */
export const CELL_WORDS: Readonly<Record<CellState, Words>> = {
  'newly-missing': {
    name: 'newly missing',
    meaning: 'The key arrived at this place in the baseline, and is missing or wrong there in the candidate.',
  },
  moved: {
    name: 'moved',
    meaning: 'A sent key that was stored where the contract wants it is now stored elsewhere or under another name.',
  },
  'new-path': {
    name: 'new path',
    meaning: 'Missing or wrong at a place that only the candidate has: nothing to compare it with.',
  },
  'still-missing': { name: 'still missing', meaning: 'The key is missing or wrong at this place in both runs.' },
  fixed: {
    name: 'fixed',
    meaning: 'The key was missing or wrong at this place in the baseline, and arrives in the candidate.',
  },
  'gone-path': {
    name: 'gone path',
    meaning: 'Missing or wrong at a place that only the baseline has: nobody knows what became of it.',
  },
  'not-comparable': {
    name: 'not comparable',
    meaning: 'One of the runs says nothing about the key there: not judged yet, not applicable, or not sent.',
  },
};

export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  confirmed: 'confirmed',
  suspected: 'suspected, repeat the run to be sure',
};

export const CAUSE_WORDS: Readonly<Record<Cause, string>> = {
  'selective-processor': 'the span processor copies only some keys',
  'trace-split': 'the trace was split from its session',
  'attribute-limit': 'the span reached its attribute limit',
  'root-only-stamping': 'only the top span is stamped',
  'late-attach': 'the ids were set after the span started',
  'parent-not-exported': 'the parent span never arrived',
  'session-id-replaced': 'the client replaced the id of the session',
  'not-determined': 'cause not determined',
};

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  error: 'error',
  warning: 'warning',
  info: 'note',
};
