'use client';

import { type CSSProperties, type KeyboardEvent, type MouseEvent, useEffect, useId, useMemo, useRef } from 'react';
import { rowAt } from '@/lib/trace/flatten-rows';
import type { LaidTree } from '@/lib/trace/lay-tree';
import type { SessionTree } from '@/lib/trace/session-tree';
import { valueAt } from '@/lib/trace/span-columns';
import { commandOfKey, type TreeCommand } from '@/lib/trace/walk-rows';
import { GridRows } from './grid-parts';
import { HEADER_HEIGHT, ROW_HEIGHT, TREE_HEIGHT_MAX } from './layout';
import type { RowContext } from './row-context';
import { type SessionRecordFacts, SessionRow } from './session-row';
import { TreeHeader } from './tree-header';
import { TreeRow } from './tree-row';
import { numbersIn, scrollToRow, useRowWindow } from './use-row-window';
import { useTypeahead } from './use-typeahead';

interface TraceTreeProps {
  readonly tree: SessionTree;
  /** Laid out of this tree. */
  readonly laid: LaidTree;
  /** Another choice is being laid out. */
  readonly isBusy: boolean;
  readonly session: SessionRecordFacts;
  /** Row with the keyboard focus; row 0 is the session's record. */
  readonly activeRow: number;
  /** Row whose detail is open; null for none. */
  readonly selectedRow: number | null;
  /** What must come into view, once: a new `wish` each time, and its row as soon as there is one. */
  readonly scrollTo: { readonly wish: { readonly align: 'center' | 'auto' }; readonly row: number | null };
  readonly spanHref: RowContext['spanHref'];
  readonly onCommand: (command: TreeCommand) => void;
}

/** The treegrid: virtual rows of one height, one tab stop, the keyboard of `commandOfKey`. */
export function TraceTree(props: TraceTreeProps) {
  const { tree, laid, isBusy, session, activeRow, selectedRow, scrollTo, spanHref, onCommand } = props;
  const { rows, matches } = laid;
  const { keys } = tree.columns;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const commandOfLetter = useTypeahead(rows, (span) => valueAt(tree.columns.names, span), activeRow);
  const rowWindow = useRowWindow(scroller, rows.length + 1);

  const fulfilled = useRef<unknown>(null);
  useEffect(() => {
    if (scrollTo.row === null || scroller.current === null || fulfilled.current === scrollTo.wish) return;
    fulfilled.current = scrollTo.wish;
    scrollToRow(scroller.current, scrollTo.row, scrollTo.wish.align);
  }, [scrollTo.row, scrollTo.wish]);

  const context: RowContext = useMemo(() => ({ tree, laid, spanHref }), [tree, laid, spanHref]);

  function handleKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const height = event.currentTarget.clientHeight;
    const pageSize = Math.max(1, Math.floor((height - HEADER_HEIGHT) / ROW_HEIGHT) - 1);
    const command =
      commandOfKey(event.key, { rows, active: activeRow, pageSize, isSearching: matches !== null }) ??
      commandOfLetter(event.key);
    if (command === null) return;
    event.preventDefault();
    onCommand(command);
  }

  function handleClick(event: MouseEvent) {
    if (!(event.target instanceof Element) || event.target.closest('a') !== null) return;
    const number = event.target.closest('[data-row]')?.getAttribute('data-row');
    if (number == null) return;
    const row = number === '0' ? null : rowAt(rows, Number(number) - 1);
    if (event.target.closest('button') !== null && row !== null && row.kind !== 'gap')
      onCommand({ do: 'fold', node: row.node, open: row.expanded === false });
    else onCommand({ do: 'choose', row: Number(number) });
  }

  return (
    <div
      ref={scroller}
      role="treegrid"
      aria-label="Spans of the session"
      aria-busy={isBusy}
      aria-rowcount={rows.length + 2}
      aria-colcount={keys.length + 4}
      aria-activedescendant={`${gridId}-${activeRow}`}
      tabIndex={0}
      onKeyDown={handleKey}
      onClick={handleClick}
      className="group/tree @container relative overflow-y-auto overflow-x-hidden outline-none [--indent:0.25rem] @md:[--indent:0.5rem]"
      style={{ maxHeight: `min(calc(100dvh - 9rem), ${TREE_HEIGHT_MAX}px)`, '--keys': keys.length } as CSSProperties}
    >
      <TreeHeader keys={keys} scale={tree.scale} />
      <GridRows className="relative" style={{ height: (rows.length + 1) * ROW_HEIGHT }}>
        {numbersIn(rowWindow, activeRow).map((number) => {
          const frame = {
            id: `${gridId}-${number}`,
            number,
            isActive: number === activeRow,
            isSelected: number === selectedRow,
          };
          return number === 0 ? (
            <SessionRow key={0} session={session} keys={keys} {...frame} />
          ) : (
            <TreeRow key={number} context={context} {...frame} />
          );
        })}
      </GridRows>
    </div>
  );
}
