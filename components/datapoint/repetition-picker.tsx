import { StateGlyph } from '@/components/state/state-glyph';
import { classNames } from '@/components/ui/class-names';
import { formatCounted } from '@/components/ui/format-number';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Repetition } from './choose-repetition';

interface RepetitionPickerProps {
  readonly repetitions: readonly Repetition[];
  readonly chosen: string;
  readonly onChoose: (sessionId: string) => void;
}

/** The sessions of one datapoint: repetitions stay apart, never merged. */
export function RepetitionPicker({ repetitions, chosen, onChoose }: RepetitionPickerProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="float-left mr-2 text-ink-muted">{formatCounted(repetitions.length, 'repetition')}</legend>
      {repetitions.map((row, i) => {
        const isChosen = row.sessionId === chosen;
        const isBad = row.findings > 0;
        return (
          <button
            key={row.sessionId}
            type="button"
            aria-pressed={isChosen}
            title={row.sessionId}
            onClick={() => onChoose(row.sessionId)}
            className={classNames(
              'flex h-8 cursor-pointer items-center gap-1.5 rounded-md border border-line-strong px-2.5 hover:bg-hover',
              isChosen && 'border-accent bg-accent-wash font-medium hover:bg-accent-wash',
            )}
          >
            <StateGlyph
              state={isBad ? 'missing' : row.settled ? 'preserved' : 'pending'}
              className={isBad ? 'text-state-missing' : row.settled ? 'text-state-good' : 'text-state-pending'}
            />
            {i + 1}
            <span className="text-xs font-normal text-ink-muted">
              {isBad ? formatCounted(row.findings, 'finding') : row.settled ? 'clean' : 'settling'}
              {row.startedAt !== null && (
                <>
                  , <RelativeTime iso={row.startedAt} />
                </>
              )}
            </span>
          </button>
        );
      })}
    </fieldset>
  );
}
