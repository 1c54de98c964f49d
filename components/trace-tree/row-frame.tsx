import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { Rail } from '@/lib/trace/row-rails';
import { BreakRail } from './break-rail';
import { GridCell, GridRow } from './grid-parts';
import { COLUMNS, ROW_HEIGHT } from './layout';

/** What the grid knows of a row. All plain values, so that a row that did not change is not rendered again. */
export interface RowFrameProps {
  readonly id: string;
  /** 0 for the session's own record. */
  readonly number: number;
  /** Has the keyboard focus. */
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

/** Where a row stands in the tree; levels and positions count from 1. */
interface RowPlace {
  readonly level: number;
  readonly posInSet: number;
  readonly setSize: number;
  /** null when it has nothing to open. */
  readonly expanded: boolean | null;
}

interface Props extends RowFrameProps {
  readonly place: RowPlace;
  readonly tint?: 'break' | 'dimmed' | null;
  readonly children: ReactNode;
}

/** Place, roles and background of a row. Clicks are handled by the grid. */
export function RowFrame({ id, number, isActive, isSelected, place, tint, children }: Props) {
  return (
    <GridRow
      id={id}
      data-row={number}
      aria-rowindex={number + 2}
      aria-level={place.level}
      aria-posinset={place.posInSet}
      aria-setsize={place.setSize}
      aria-selected={isSelected}
      aria-expanded={place.expanded ?? undefined}
      style={{ height: ROW_HEIGHT, transform: `translateY(${number * ROW_HEIGHT}px)` }}
      className={classNames(
        COLUMNS,
        'absolute inset-x-0 top-0 cursor-pointer border-b border-line/60 text-sm hover:bg-hover',
        tint === 'break' && 'bg-state-missing-wash hover:bg-state-missing-wash',
        tint === 'dimmed' && 'text-ink-muted',
        isSelected && 'bg-accent-wash hover:bg-accent-wash',
        isActive &&
          'z-1 shadow-[inset_2px_0_0_var(--accent)] group-focus-visible/tree:outline-2 group-focus-visible/tree:-outline-offset-2 group-focus-visible/tree:outline-accent',
      )}
    >
      {children}
    </GridRow>
  );
}

interface NameCellProps {
  readonly rail: Rail | null;
  readonly children: ReactNode;
}

export function NameCell({ rail, children }: NameCellProps) {
  return (
    <GridCell column={1} className="flex min-w-0 items-center overflow-hidden pl-1 pr-2">
      <BreakRail rail={rail} />
      {children}
    </GridCell>
  );
}
