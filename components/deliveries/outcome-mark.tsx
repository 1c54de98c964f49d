import { StateGlyph } from '@/components/state/state-glyph';
import type { DeliveryDto, DeliveryOutcome } from '@/lib/contracts/deliveries';
import type { CustodyState } from '@/lib/domain/states';

interface OutcomeLook {
  readonly name: string;
  readonly meaning: string;
  readonly glyph: CustodyState;
  readonly className: string;
}

const OUTCOME_LOOKS: Readonly<Record<DeliveryOutcome, OutcomeLook>> = {
  accepted: {
    name: 'taken',
    meaning: 'Everything in the request was taken.',
    glyph: 'preserved',
    className: 'text-state-good',
  },
  partial: {
    name: 'partly refused',
    meaning: 'The request was answered with success, but some of its spans were refused.',
    glyph: 'partial',
    className: 'text-state-malformed',
  },
  refused: {
    name: 'refused',
    meaning: 'Nothing of the request was taken.',
    glyph: 'lost',
    className: 'text-state-missing',
  },
};

/** What became of a request: shape and words first, then the status that was answered. */
export function OutcomeMark({ delivery: { outcome, status } }: { readonly delivery: DeliveryDto }) {
  const look = OUTCOME_LOOKS[outcome];
  return (
    <span
      title={`${look.meaning} Answered with ${status}.`}
      className={`inline-flex items-start gap-1.5 ${look.className}`}
    >
      <StateGlyph state={look.glyph} className="mt-[3px] shrink-0 max-sm:mt-px" />
      <span>
        {look.name} <span className="whitespace-nowrap font-mono text-xs">{status}</span>
      </span>
    </span>
  );
}
