import type { CellState } from '@/lib/domain/comparison';

/** How a cell's state is named, explained and coloured; its shape is in compare-glyph.tsx. */
export interface CellLook {
  readonly name: string;
  /** One line a newcomer understands. */
  readonly meaning: string;
  readonly textClass: string;
}

/** In the order people want to read them. */
export const CELL_LOOKS: Readonly<Record<CellState, CellLook>> = {
  'newly-missing': {
    name: 'newly missing',
    meaning: 'The key arrived on this path in the baseline, and is missing or wrong there in the candidate.',
    textClass: 'text-state-missing',
  },
  fixed: {
    name: 'fixed',
    meaning: 'The key was missing or wrong on this path in the baseline, and arrives in the candidate.',
    textClass: 'text-state-good',
  },
  'still-missing': {
    name: 'still missing',
    meaning: 'The key is missing or wrong on this path in both runs.',
    textClass: 'text-state-malformed',
  },
  moved: {
    name: 'moved',
    meaning: 'A sent key that was stored where the contract wants it is now stored elsewhere or under another name.',
    textClass: 'text-state-moved',
  },
  'new-path': {
    name: 'new path',
    meaning: 'Missing or wrong on a path that only the candidate has: nothing to compare it with.',
    textClass: 'text-state-unattributable',
  },
  'gone-path': {
    name: 'gone path',
    meaning: 'Missing or wrong on a path that only the baseline has: nobody knows what became of it.',
    textClass: 'text-state-pending',
  },
  'not-comparable': {
    name: 'not comparable',
    meaning: 'One of the runs says nothing about the key there: not judged yet, not applicable, or not sent.',
    textClass: 'text-ink-muted',
  },
};
