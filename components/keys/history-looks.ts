import type { KeyHistory } from '@/lib/contracts/structure';
import type { AttributionState, CustodyState } from '@/lib/domain/states';

export type HistoryRun = KeyHistory['runs'][number];
export type Transition = KeyHistory['transitions'][number];

interface HistoryLook {
  readonly name: string;
  readonly meaning: string;
  readonly glyph: AttributionState | CustodyState;
  readonly textClass: string;
  /** Pixels, in a picture with no room for the glyph. */
  readonly barHeight: number;
}

/** How a run is drawn in the history of a key: shape and word first, colour second. */
export const HISTORY_LOOKS: Readonly<Record<HistoryRun['state'], HistoryLook>> = {
  good: {
    name: 'good',
    meaning: 'Every judged span has the key as it should be.',
    glyph: 'preserved',
    textClass: 'text-state-good',
    barHeight: 6,
  },
  bad: {
    name: 'bad',
    meaning: 'At least one span lacks the key, or has it wrong.',
    glyph: 'missing',
    textClass: 'text-state-missing',
    barHeight: 18,
  },
  unknown: {
    name: 'unknown',
    meaning: 'No span of the run is judged for the key, or not yet.',
    glyph: 'unattributable',
    textClass: 'text-state-unattributable',
    barHeight: 2,
  },
};

export const TRANSITION_LOOKS: Readonly<Record<Transition['kind'], HistoryLook>> = {
  break: { ...HISTORY_LOOKS.bad, name: 'Broke', meaning: 'Good before, bad after.' },
  repair: { ...HISTORY_LOOKS.good, name: 'Repaired', meaning: 'Bad before, good after.' },
};
