import { StateGlyph } from '@/components/state/state-glyph';
import { classNames } from '@/components/ui/class-names';
import type { Handover } from '@/lib/domain/finding';
import { CUSTODY_STEPS, HANDOVER_LOOKS } from './handovers';

/** The six steps of a key's road, with the hand-over where it broke. */
export function HandoverChain({ handover }: { readonly handover: Handover }) {
  const { after, words } = HANDOVER_LOOKS[handover];
  return (
    <div className="max-w-xl">
      <ol aria-label="Chain of custody" className="grid grid-cols-6">
        {CUSTODY_STEPS.map((step, index) => {
          const isReached = after !== null && index <= after;
          const isBreak = index === after;
          return (
            <li key={step} className="relative flex min-w-0 flex-col items-center gap-1.5 pt-1">
              {index < CUSTODY_STEPS.length - 1 && (
                <span
                  aria-hidden
                  className={classNames(
                    'absolute left-[calc(50%+0.5rem)] right-[calc(-50%+0.5rem)] top-[0.6875rem] border-t',
                    isBreak && 'border-t-2 border-dashed border-state-missing',
                    !isBreak && isReached && 'border-ink-muted',
                    !isBreak && !isReached && 'border-dotted border-line-strong',
                  )}
                />
              )}
              {isBreak && (
                <span
                  aria-hidden
                  className="absolute -right-2.5 top-px z-10 flex size-5 items-center justify-center rounded-full border border-state-missing bg-surface text-state-missing"
                >
                  <StateGlyph state="lost" size={13} />
                </span>
              )}
              {after === null && index < CUSTODY_STEPS.length - 1 && (
                <span aria-hidden className="absolute -right-1 top-0.5 z-10 bg-surface px-0.5 text-xs text-ink-muted">
                  ?
                </span>
              )}
              <span
                aria-hidden
                className={classNames(
                  'relative z-[5] my-0.5 size-2.5 rounded-full border',
                  isReached ? 'border-ink-muted bg-ink-muted' : 'border-line-strong bg-surface',
                )}
              />
              <span className={classNames('text-[0.6875rem] leading-4', isReached ? 'text-ink' : 'text-ink-muted')}>
                {step}
                {isBreak && <span className="sr-only"> – breaks after this step</span>}
              </span>
            </li>
          );
        })}
      </ol>
      <p className="mt-1.5 text-xs text-ink-muted">{words}</p>
    </div>
  );
}
