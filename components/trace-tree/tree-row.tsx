import { ChevronRight } from 'lucide-react';
import type { Route } from 'next';
import type { MouseEvent } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { SkeletonSpan } from '@/lib/contracts/sessions';
import type { GhostRow, SpanRow, TreeRow as TreeRowData } from '@/lib/trace/flatten-rows';
import type { Rail } from '@/lib/trace/row-rails';
import type { SessionTree } from '@/lib/trace/session-tree';
import { barOf, type TimedSpan } from '@/lib/trace/time-scale';
import { GapText } from './gap-text';
import { GhostText } from './ghost-text';
import { EmptyCells, GlyphCells, TimeCells } from './row-cells';
import { NameCell, RowFrame, type RowFrameProps } from './row-frame';
import { RowGuides } from './row-guides';
import { SpanLabels } from './span-labels';
import { SpanName } from './span-name';
import { SpanTypeIcon } from './span-type-icon';

/** What all rows of one tree share. */
export interface RowContext {
  readonly tree: SessionTree<SkeletonSpan>;
  readonly keys: readonly string[];
  /** What a search found; null without a search. */
  readonly matches: ReadonlySet<number> | null;
  readonly sessionHref: (sessionId: string) => Route;
  readonly onToggle: (node: number, open: boolean) => void;
}

interface TreeRowProps {
  readonly row: TreeRowData;
  readonly rail: Rail | null;
  /** See `guidesOf`. */
  readonly guides: readonly boolean[];
  readonly context: RowContext;
  readonly frame: RowFrameProps;
}

/** One line of the tree. It draws what lib/trace computed. */
export function TreeRow({ row, rail, guides, context, frame }: TreeRowProps) {
  const { tree, keys, matches } = context;
  const span = row.kind === 'span' ? tree.spans[row.node] : undefined;
  const isTop = rail?.part === 'top';
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
        <RowGuides depth={row.depth + 1} guides={guides} isLast={row.isLast} />
        {row.kind === 'gap' ? <GapText row={row} /> : <Chevron row={row} onToggle={context.onToggle} />}
        {row.kind === 'ghost' && <GhostText ghost={row.ghost} context={context} />}
        {row.kind === 'span' && span !== undefined && (
          <>
            <SpanTypeIcon type={span.type} className="mr-1.5" />
            <span
              title={span.name}
              className={classNames(
                'min-w-6 truncate',
                matches?.has(row.node) && 'underline decoration-accent decoration-2 underline-offset-3',
              )}
            >
              <SpanName name={span.name} />
            </span>
            <SpanLabels
              span={span}
              breakSize={isTop ? (tree.breaks[rail.region]?.finding.size ?? null) : null}
              isSecondRoot={tree.secondRoots.has(row.node)}
              hiddenProblems={row.expanded === false ? row.problemsBelow : 0}
            />
          </>
        )}
      </NameCell>
      {row.kind === 'span' && span !== undefined ? (
        <>
          <GlyphCells keys={keys} states={span.states} custody={span.custody} />
          <SpanTimeCells tree={tree} keys={keys} node={row.node} />
        </>
      ) : (
        <EmptyCells keys={keys} />
      )}
    </RowFrame>
  );
}

interface SpanTimeCellsProps {
  readonly tree: SessionTree<SkeletonSpan>;
  readonly keys: readonly string[];
  readonly node: number;
}

function SpanTimeCells({ tree, keys, node }: SpanTimeCellsProps) {
  const drawn = (time: TimedSpan | undefined) => (time === undefined ? null : barOf(tree.scale, time));
  const time = tree.times[node];
  return (
    <TimeCells
      keys={keys}
      durationMs={time === undefined || time.end === null ? null : (time.end - time.start) / 1e6}
      bar={drawn(time)}
      parentBar={drawn(tree.times[tree.forest.parent[node] ?? -1])}
    />
  );
}

interface ChevronProps {
  readonly row: SpanRow | GhostRow;
  readonly onToggle: (node: number, open: boolean) => void;
}

/** For the mouse; the keyboard has its arrows. */
function Chevron({ row, onToggle }: ChevronProps) {
  if (row.expanded === null) return <span className="w-1.5 shrink-0" />;
  function toggle(event: MouseEvent) {
    event.stopPropagation();
    onToggle(row.node, !row.expanded);
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={row.expanded ? 'Close' : 'Open'}
      onClick={toggle}
      className="flex h-full w-5 shrink-0 cursor-pointer items-center justify-center text-ink-muted hover:text-ink"
    >
      <ChevronRight aria-hidden className={classNames('size-3.5', row.expanded && 'rotate-90')} />
    </button>
  );
}
