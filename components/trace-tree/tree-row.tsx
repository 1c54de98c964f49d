import { memo } from 'react';
import { classNames } from '@/components/ui/class-names';
import { guidesOf, rowAt } from '@/lib/trace/flatten-rows';
import { railAt } from '@/lib/trace/row-rails';
import type { SessionTree } from '@/lib/trace/session-tree';
import { spanAt } from '@/lib/trace/span-columns';
import { barOf, timeAt } from '@/lib/trace/time-scale';
import { FoldButton } from './fold-button';
import { GapText } from './gap-text';
import { GhostText } from './ghost-text';
import { INDENT_LEVELS_MAX } from './layout';
import { EmptyCells, GlyphCells, TimeCells } from './row-cells';
import type { RowContext } from './row-context';
import { NameCell, RowFrame, type RowFrameProps } from './row-frame';
import { RowGuides } from './row-guides';
import { SpanLabels } from './span-labels';
import { SpanName } from './span-name';
import { SpanTypeIcon } from './span-type-icon';

interface TreeRowProps extends RowFrameProps {
  readonly context: RowContext;
}

/** One line of the tree. It draws what lib/trace computed; while the tree scrolls, rows that stay are left alone. */
export const TreeRow = memo(function TreeRow({ context, ...frame }: TreeRowProps) {
  const { tree, laid } = context;
  const { rows, matches } = laid;
  const { keys } = tree.columns;
  const index = frame.number - 1;
  if (index >= rows.length) return null;
  const row = rowAt(rows, index);
  const rail = railAt(laid.rails, index);
  const isTop = rail?.part === 'top';
  const span = row.kind === 'span' ? spanAt(tree.columns, row.node) : null;
  return (
    <RowFrame
      {...frame}
      place={{
        level: row.depth + 2,
        posInSet: row.posInSet,
        setSize: row.setSize,
        expanded: row.kind === 'gap' ? null : row.expanded,
      }}
      tint={isTop ? 'break' : row.kind === 'span' && row.isDimmed ? 'dimmed' : null}
    >
      <NameCell rail={rail}>
        <RowGuides depth={row.depth + 1} guides={guidesOf(rows, index, INDENT_LEVELS_MAX)} isLast={row.isLast} />
        {row.kind === 'gap' ? <GapText row={row} /> : <FoldButton expanded={row.expanded} />}
        {row.kind === 'ghost' && <GhostText node={row.node} context={context} />}
        {row.kind === 'span' && span !== null && (
          <>
            <SpanTypeIcon type={span.type} className="mr-1.5" />
            <span
              title={span.name}
              className={classNames(
                'min-w-6 truncate',
                matches?.[row.node] === 1 && 'underline decoration-accent decoration-2 underline-offset-3',
              )}
            >
              <SpanName name={span.name} />
            </span>
            <SpanLabels
              span={span}
              breakSize={isTop ? (tree.breaks[rail.region]?.size ?? null) : null}
              isSecondRoot={tree.secondRoots[row.node] === 1}
              hiddenProblems={row.expanded === false ? row.problemsBelow : 0}
            />
          </>
        )}
      </NameCell>
      {row.kind === 'span' && span !== null ? (
        <>
          <GlyphCells keys={keys} states={span.states} custody={span.custody} />
          <SpanTimeCells tree={tree} span={row.node} />
        </>
      ) : (
        <EmptyCells keys={keys} />
      )}
    </RowFrame>
  );
});

interface SpanTimeCellsProps {
  readonly tree: SessionTree;
  /** The node. */
  readonly span: number;
}

function SpanTimeCells({ tree: { columns, shape, scale }, span }: SpanTimeCellsProps) {
  const { start, end } = timeAt(columns, span);
  const parent = shape.parent[span] ?? -1;
  const hasParent = parent >= 0 && parent < shape.spanCount;
  return (
    <TimeCells
      keys={columns.keys}
      durationMs={end === null ? null : (end - start) / 1e6}
      bar={barOf(scale, { start, end })}
      parentBar={hasParent ? barOf(scale, timeAt(columns, parent)) : null}
    />
  );
}
