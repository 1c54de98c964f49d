import { GridHeaderCell, GridRow, GridRows } from '@/components/trace-tree/grid-parts';
import { COLUMNS, HEADER_HEIGHT, KEY_CELL, NAME_CELL, WIDE_CELL } from './matrix-layout';
import type { MatrixSides } from './matrix-sides';

interface MatrixHeaderProps {
  readonly keys: readonly string[];
  readonly sides: MatrixSides;
}

/** Column headers; on narrow screens the keys stand below the name, as they do in the rows. */
export function MatrixHeader({ keys, sides }: MatrixHeaderProps) {
  return (
    <GridRows className="sticky top-0 z-2 bg-surface">
      <GridRow
        aria-rowindex={1}
        style={{ height: HEADER_HEIGHT }}
        className={`${COLUMNS[sides]} border-b border-line text-xs text-ink-muted`}
      >
        <GridHeaderCell column={1} className={`${NAME_CELL} pl-4`}>
          Way from the root
        </GridHeaderCell>
        <GridHeaderCell column={2} className={WIDE_CELL}>
          Spans
        </GridHeaderCell>
        <GridHeaderCell column={3} className={WIDE_CELL}>
          Datapoints
        </GridHeaderCell>
        {keys.map((key, i) => (
          <GridHeaderCell key={key} column={i + 4} className={KEY_CELL}>
            <span className="truncate font-mono text-[0.6875rem]" title={key}>
              {key}
            </span>
          </GridHeaderCell>
        ))}
        <GridHeaderCell column={keys.length + 4} className={KEY_CELL}>
          <span className="truncate" title="Spans that sent a key which is not preserved">
            Sent keys
          </span>
        </GridHeaderCell>
      </GridRow>
    </GridRows>
  );
}
