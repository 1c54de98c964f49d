import { classNames } from '@/components/ui/class-names';
import { INDENT_LEVELS_MAX, INDENT_LEVELS_NARROW } from './layout';

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
  const wideOnly = shown.length - (INDENT_LEVELS_NARROW - 1);
  return (
    <>
      <span aria-hidden className="flex h-full shrink-0">
        {shown.map((goesOn, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a guide is its level
            key={i}
            className={classNames(
              'ml-2 w-(--indent) border-line-strong',
              goesOn && 'border-l',
              i < wideOnly && 'hidden @md:block',
            )}
          />
        ))}
        <span className="relative ml-2 w-(--indent)">
          <span
            className={classNames('absolute left-0 top-0 border-l border-line-strong', isLast ? 'h-1/2' : 'h-full')}
          />
          <span className="absolute left-0 right-0 top-1/2 border-t border-line-strong" />
        </span>
      </span>
      {depth >= INDENT_LEVELS_NARROW && (
        <span
          className={classNames(
            'shrink-0 rounded bg-well px-1 text-[0.6875rem] text-ink-muted',
            depth < INDENT_LEVELS_MAX && '@md:hidden',
          )}
          title={`Level ${depth + 1}`}
        >
          <span className="sr-only">level </span>
          {depth + 1}
        </span>
      )}
    </>
  );
}
