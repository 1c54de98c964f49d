'use client';

import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import type { Route } from 'next';
import { type CSSProperties, type KeyboardEvent, useEffect, useId, useMemo, useRef } from 'react';
import type { SkeletonSpan } from '@/lib/contracts/sessions';
import { guidesOf, type TreeRow as TreeRowData } from '@/lib/trace/flatten-rows';
import { railsOf } from '@/lib/trace/row-rails';
import type { SessionTree } from '@/lib/trace/session-tree';
import { commandOfKey, findByPrefix, type TreeCommand } from '@/lib/trace/walk-rows';
import { GridRows } from './grid-parts';
import { HEADER_HEIGHT, INDENT_LEVELS_MAX, OVERSCAN, ROW_HEIGHT, TREE_HEIGHT_MAX } from './layout';
import { type SessionRecordFacts, SessionRow } from './session-row';
import { TreeHeader } from './tree-header';
import { type RowContext, TreeRow } from './tree-row';

/** Letters typed faster than this belong together. */
const TYPEAHEAD_MS = 600;
/** What the server assumes of the view; about a screenful. */
const INITIAL_RECT = { width: 900, height: HEADER_HEIGHT + 20 * ROW_HEIGHT };

interface TraceTreeProps {
  readonly tree: SessionTree<SkeletonSpan>;
  readonly session: SessionRecordFacts;
  readonly keys: readonly string[];
  readonly rows: readonly TreeRowData[];
  readonly matches: ReadonlySet<number> | null;
  /** Row with the keyboard focus; row 0 is the session's record. */
  readonly activeRow: number;
  /** Row whose detail is open; null for none. */
  readonly selectedRow: number | null;
  /** What must come into view, once: a new `wish` each time, and its row as soon as there is one. */
  readonly scrollTo: { readonly wish: { readonly align: 'center' | 'auto' }; readonly row: number | null };
  readonly sessionHref: (sessionId: string) => Route;
  readonly onCommand: (command: TreeCommand) => void;
}

/** The treegrid: virtual rows of one height, one tab stop, the keyboard of `commandOfKey`. */
export function TraceTree(props: TraceTreeProps) {
  const { tree, session, keys, rows, matches, activeRow, selectedRow, scrollTo, sessionHref, onCommand } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const typed = useRef({ text: '', at: 0 });

  const virtualizer = useVirtualizer({
    count: rows.length + 1,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
    initialRect: INITIAL_RECT,
    // The active row stays in the page while it is scrolled away: aria-activedescendant must point at something.
    rangeExtractor: (range: Range) => {
      const shown = defaultRangeExtractor(range);
      return activeRow >= range.count || shown.includes(activeRow)
        ? shown
        : [...shown, activeRow].sort((a, b) => a - b);
    },
  });

  const fulfilled = useRef<unknown>(null);
  useEffect(() => {
    if (scrollTo.row === null || fulfilled.current === scrollTo.wish) return;
    fulfilled.current = scrollTo.wish;
    virtualizer.scrollToIndex(scrollTo.row, { align: scrollTo.wish.align });
  }, [scrollTo.row, scrollTo.wish, virtualizer]);

  const rails = useMemo(
    () =>
      railsOf(
        rows,
        tree.regions,
        tree.breaks.map(({ node }) => node),
      ),
    [rows, tree],
  );
  const context: RowContext = {
    tree,
    keys,
    matches,
    sessionHref,
    onToggle: (node, open) => onCommand({ do: 'fold', node, open }),
  };

  function handleKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const height = scroller.current?.clientHeight ?? 0;
    const pageSize = Math.max(1, Math.floor((height - HEADER_HEIGHT) / ROW_HEIGHT) - 1);
    const command =
      commandOfKey(event.key, { rows, active: activeRow, pageSize, isSearching: matches !== null }) ??
      commandOfLetter(event.key);
    if (command === null) return;
    event.preventDefault();
    onCommand(command);
  }

  function commandOfLetter(key: string): TreeCommand | null {
    if (!/^[\p{L}\p{N}_.]$/u.test(key)) return null;
    const now = Date.now();
    const text = now - typed.current.at < TYPEAHEAD_MS ? typed.current.text + key : key;
    typed.current = { text, at: now };
    const row = findByPrefix(rows, (node) => tree.spans[node]?.name ?? '', activeRow, text);
    return row === null ? null : { do: 'go', row };
  }

  const rowId = (row: number) => `${gridId}-${row}`;
  const frameOf = (row: number) => ({
    id: rowId(row),
    rowIndex: row + 2,
    isActive: row === activeRow,
    isSelected: row === selectedRow,
    top: row * ROW_HEIGHT,
    onClick: () => onCommand({ do: 'choose', row }),
  });

  return (
    <div
      ref={scroller}
      role="treegrid"
      aria-label="Spans of the session"
      aria-rowcount={rows.length + 2}
      aria-colcount={keys.length + 4}
      aria-activedescendant={rowId(activeRow)}
      tabIndex={0}
      onKeyDown={handleKey}
      className="group/tree @container relative overflow-y-auto overflow-x-hidden outline-none [--indent:0.25rem] @md:[--indent:0.5rem]"
      style={{ maxHeight: `min(calc(100dvh - 9rem), ${TREE_HEIGHT_MAX}px)`, '--keys': keys.length } as CSSProperties}
    >
      <TreeHeader keys={keys} scale={tree.scale} />
      <GridRows className="relative" style={{ height: (rows.length + 1) * ROW_HEIGHT }}>
        {virtualizer.getVirtualItems().map(({ index }) => {
          if (index === 0) return <SessionRow key="session" session={session} keys={keys} frame={frameOf(0)} />;
          const row = rows[index - 1];
          if (row === undefined) return null;
          return (
            <TreeRow
              key={row.kind === 'gap' ? `gap ${row.parentRow}` : row.node}
              row={row}
              rail={rails[index - 1] ?? null}
              guides={guidesOf(rows, index - 1, INDENT_LEVELS_MAX)}
              context={context}
              frame={frameOf(index)}
            />
          );
        })}
      </GridRows>
    </div>
  );
}
