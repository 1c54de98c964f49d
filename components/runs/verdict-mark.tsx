import { StateGlyph } from '@/components/state/state-glyph';
import { classNames } from '@/components/ui/class-names';
import type { AttributionState, CustodyState } from '@/lib/domain/states';
import type { RunVerdict } from './run-verdict';

interface VerdictLook {
  readonly name: string;
  readonly meaning: string;
  readonly glyph: AttributionState | CustodyState;
  readonly className: string;
}

const VERDICT_LOOKS: Readonly<Record<RunVerdict, VerdictLook>> = {
  broken: {
    name: 'Broken',
    meaning: 'Some spans lack the ids of their run, or carry wrong ones.',
    glyph: 'missing',
    className: 'text-state-missing',
  },
  altered: {
    name: 'Keys altered',
    meaning: 'Every span has its ids, but some sent keys were not stored as the contract wants.',
    glyph: 'lost',
    className: 'text-state-malformed',
  },
  flawed: {
    name: 'Findings',
    meaning: 'No span that arrived lacks ids or keys, but something else is wrong: see the findings.',
    glyph: 'malformed',
    className: 'text-state-malformed',
  },
  checking: {
    name: 'Checking',
    meaning: 'Spans may still arrive; nothing is wrong so far.',
    glyph: 'pending',
    className: 'text-state-pending',
  },
  unattributed: {
    name: 'Unattributed',
    meaning: 'No span is expected to carry ids of a run.',
    glyph: 'not-applicable',
    className: 'text-ink-muted',
  },
  empty: {
    name: 'No spans',
    meaning: 'The run is known, but no span of it arrived.',
    glyph: 'unattributable',
    className: 'text-state-unattributable',
  },
  complete: {
    name: 'Complete',
    meaning: 'Every span carries its ids and every sent key was kept.',
    glyph: 'preserved',
    className: 'text-state-good',
  },
};

interface VerdictMarkProps {
  readonly verdict: RunVerdict;
  readonly size?: number;
  /** Hide the word for the eyes when the column is narrow. */
  readonly wordClassName?: string;
}

export function VerdictMark({ verdict, size = 16, wordClassName }: VerdictMarkProps) {
  const look = VERDICT_LOOKS[verdict];
  return (
    <span
      title={look.meaning}
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap align-middle font-medium',
        look.className,
      )}
    >
      <StateGlyph state={look.glyph} size={size} className="shrink-0" />
      <span className={wordClassName}>{look.name}</span>
    </span>
  );
}
