// biome-ignore-all lint/a11y/useSemanticElements: virtual rows of a CSS grid can be no table
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and points at its row with aria-activedescendant
import type { ComponentProps } from 'react';

/** The parts of an ARIA treegrid, see trace-tree.tsx. */
export function GridRow(props: ComponentProps<'div'>) {
  return <div role="row" {...props} />;
}

export function GridRows(props: ComponentProps<'div'>) {
  return <div role="rowgroup" {...props} />;
}

interface GridCellProps extends ComponentProps<'span'> {
  /** 1-based. Given for every cell, because narrow trees leave columns out. */
  readonly column: number;
}

export function GridCell({ column, ...props }: GridCellProps) {
  return <span role="gridcell" aria-colindex={column} {...props} />;
}

export function GridHeaderCell({ column, ...props }: GridCellProps) {
  return <span role="columnheader" aria-colindex={column} {...props} />;
}
