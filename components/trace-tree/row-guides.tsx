import { classNames } from '@/components/ui/class-names';
import { INDENT_LEVELS_MAX } from './layout';

interface RowGuidesProps {
  /** Levels above the row, the session's record included. */
  readonly depth: number;
  /** For every level above, nearest first: whether its line goes on below. */
  readonly guides: readonly boolean[];
  /** No sibling follows. */
  readonly isLast: boolean;
}

/** The lines that lead to a row. Deep rows are indented no further and print their level. */
export function RowGuides({ depth, guides, isLast }: RowGuidesProps) {
  const shown = guides.slice(0, INDENT_LEVELS_MAX - 1).toReversed();
  return (
    <>
      <span aria-hidden className="flex h-full shrink-0">
        {shown.map((goesOn, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a guide is its level
          <span key={i} className={classNames('ml-2 w-(--indent) border-line-strong', goesOn && 'border-l')} />
        ))}
        <span className="relative ml-2 w-(--indent)">
          <span
            className={classNames('absolute left-0 top-0 border-l border-line-strong', isLast ? 'h-1/2' : 'h-full')}
          />
          <span className="absolute left-0 right-0 top-1/2 border-t border-line-strong" />
        </span>
      </span>
      {depth >= INDENT_LEVELS_MAX && (
        <span className="shrink-0 rounded bg-well px-1 text-[0.6875rem] text-ink-muted" title={`Level ${depth + 1}`}>
          <span className="sr-only">level </span>
          {depth + 1}
        </span>
      )}
    </>
  );
}
