import type { ReactNode } from 'react';
import { FoldButton } from '@/components/trace-tree/fold-button';
import { GridCell, GridRow } from '@/components/trace-tree/grid-parts';
import { INDENT_LEVELS_MAX } from '@/components/trace-tree/layout';
import { RowGuides } from '@/components/trace-tree/row-guides';
import { classNames } from '@/components/ui/class-names';
import { formatCompactCount, formatCounted } from '@/components/ui/format-number';
import type { TreeNodeDto } from '@/lib/contracts/structure';
import { guidesOf, type Rows, rowAt } from '@/lib/trace/flatten-rows';
import { ALL_KEYS, MatrixCell } from './matrix-cell';
import { COLUMNS, KEY_CELL, NAME_CELL, ROW_HEIGHT, WIDE_CELL } from './matrix-layout';
import { MatrixName } from './matrix-name';
import { type MatrixSides, SIDES } from './matrix-sides';
import type { MatrixTree } from './matrix-tree';
import { KeyShare, SentKeys } from './matrix-values';

/** What all rows share. */
export interface MatrixContext {
  readonly project: string;
  readonly matrix: MatrixTree;
  readonly rows: Rows;
  readonly sides: MatrixSides;
}

interface MatrixRowProps {
  readonly context: MatrixContext;
  readonly id: string;
  /** 0 for the sums. */
  readonly number: number;
  /** Has the keyboard focus. */
  readonly isActive: boolean;
}

/** One line of the matrix: the sums, a node, or how many complete ones are hidden. */
export function MatrixRow(props: MatrixRowProps) {
  if (props.number === 0) return <TotalsRow {...props} />;
  const row = rowAt(props.context.rows, props.number - 1);
  return row.kind === 'gap' ? <GapRow {...props} hidden={row.hidden} /> : <NodeRow {...props} />;
}

interface FrameProps extends MatrixRowProps {
  /** null when it has nothing to open. */
  readonly expanded?: boolean | null;
  readonly isDimmed?: boolean;
  readonly children: ReactNode;
}

function Frame({ context: { rows, sides }, id, number, isActive, expanded, isDimmed = false, children }: FrameProps) {
  const place = number === 0 ? null : rowAt(rows, number - 1);
  return (
    <GridRow
      id={id}
      data-row={number}
      aria-rowindex={number + 2}
      aria-level={place === null ? 1 : place.depth + 2}
      aria-posinset={place?.posInSet ?? 1}
      aria-setsize={place?.setSize ?? 1}
      aria-expanded={expanded ?? undefined}
      style={{ height: ROW_HEIGHT, transform: `translateY(${number * ROW_HEIGHT}px)` }}
      className={classNames(
        COLUMNS[sides],
        'absolute inset-x-0 top-0 border-b border-line/60 text-sm hover:bg-hover',
        isDimmed && 'text-ink-muted [&_a]:text-ink-muted',
        isActive &&
          'z-1 shadow-[inset_2px_0_0_var(--accent)] group-focus-visible/matrix:outline-2 group-focus-visible/matrix:-outline-offset-2 group-focus-visible/matrix:outline-accent',
      )}
    >
      {children}
    </GridRow>
  );
}

function TotalsRow(props: MatrixRowProps) {
  const { matrix, sides } = props.context;
  return (
    <Frame {...props}>
      <GridCell column={1} className={`${NAME_CELL} font-medium`}>
        <span className="ml-1.5 truncate">{matrix.tree.left > 0 ? 'Spans of these rows' : 'All spans'}</span>
        <NarrowCount spans={spansText(SIDES[sides].map((side) => matrix.totals[side].spans))} />
      </GridCell>
      <GridCell column={2} className={WIDE_CELL}>
        <Changing counts={SIDES[sides].map((side) => matrix.totals[side].spans)} />
      </GridCell>
      <GridCell column={3} className={WIDE_CELL} />
      <ValueCells context={props.context} node={null} />
    </Frame>
  );
}

function GapRow({ hidden, ...props }: MatrixRowProps & { readonly hidden: number }) {
  const { rows } = props.context;
  const row = rowAt(rows, props.number - 1);
  return (
    <Frame {...props}>
      <GridCell column={1} className={`${NAME_CELL} row-span-2 @5xl:row-span-1`}>
        <RowGuides
          depth={row.depth + 1}
          guides={guidesOf(rows, props.number - 1, INDENT_LEVELS_MAX)}
          isLast={row.isLast}
        />
        <span className="cursor-pointer truncate pl-1.5 italic text-ink-muted">
          {formatCounted(hidden, 'complete row')} hidden
        </span>
      </GridCell>
    </Frame>
  );
}

function NodeRow(props: MatrixRowProps) {
  const { project, matrix, rows, sides } = props.context;
  const row = rowAt(rows, props.number - 1);
  const node = row.kind === 'gap' ? undefined : matrix.tree.nodes[row.node];
  if (row.kind === 'gap' || node === undefined) return null;
  const countsOf = (member: 'spans' | 'datapoints') => SIDES[sides].map((side) => node[side]?.[member] ?? 0);
  return (
    <Frame {...props} expanded={row.expanded} isDimmed={row.kind === 'span' && row.isDimmed}>
      <GridCell column={1} className={NAME_CELL}>
        <RowGuides
          depth={row.depth + 1}
          guides={guidesOf(rows, props.number - 1, INDENT_LEVELS_MAX)}
          isLast={row.isLast}
        />
        <FoldButton expanded={row.expanded} />
        <MatrixName project={project} node={node} />
        {row.expanded === false && row.problemsBelow > 0 && (
          <span className="ml-1.5 shrink-0 text-xs font-medium text-state-missing">
            {formatCounted(row.problemsBelow, 'problem')} below
          </span>
        )}
        <NarrowCount spans={spansText(countsOf('spans'))} />
      </GridCell>
      <GridCell column={2} className={WIDE_CELL}>
        <Changing counts={countsOf('spans')} />
      </GridCell>
      <GridCell column={3} className={WIDE_CELL}>
        <Changing counts={countsOf('datapoints')} />
      </GridCell>
      <ValueCells context={props.context} node={node} />
    </Frame>
  );
}

interface ValueCellsProps {
  readonly context: MatrixContext;
  /** null: the sums of all nodes. */
  readonly node: TreeNodeDto | null;
}

/** A cell for each key, and one for the sent keys. */
function ValueCells({ context: { matrix, sides }, node }: ValueCellsProps) {
  const { keys } = matrix.tree;
  const values = node ?? matrix.totals;
  return (
    <>
      {keys.map((key, i) => (
        <GridCell key={key} column={i + 4} className={KEY_CELL}>
          <MatrixCell sides={sides} list={node && { node, keyNumber: i, key }}>
            {(side) => <KeyShare name={key} counts={values[side]?.counts[i]} showCount={sides === 'run'} />}
          </MatrixCell>
        </GridCell>
      ))}
      <GridCell column={keys.length + 4} className={KEY_CELL}>
        <MatrixCell sides={sides} list={node && { node, keyNumber: ALL_KEYS, key: 'sent keys' }}>
          {(side) => <SentKeys side={values[side]} showWord={sides === 'run'} />}
        </MatrixCell>
      </GridCell>
    </>
  );
}

/** A number, or the baseline's and the candidate's where they differ. */
function Changing({ counts: [first = 0, second = first] }: { readonly counts: readonly number[] }) {
  if (first === second) return <span className="text-ink-muted">{formatCompactCount(first)}</span>;
  return (
    <span>
      <span className="sr-only">baseline </span>
      {formatCompactCount(first)}
      <span aria-hidden> → </span>
      <span className="sr-only">, candidate </span>
      {formatCompactCount(second)}
    </span>
  );
}

function spansText([first = 0, second = first]: readonly number[]): string {
  return first === second
    ? formatCounted(second, 'span')
    : `${formatCompactCount(first)} → ${formatCounted(second, 'span')}`;
}

function NarrowCount({ spans }: { readonly spans: string }) {
  return <span className="ml-auto shrink-0 pl-2 text-xs text-ink-muted @5xl:hidden">{spans}</span>;
}
