'use client';

import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, type MouseEvent, useId, useMemo, useRef } from 'react';
import { GridRows } from '@/components/trace-tree/grid-parts';
import { numbersIn, scrollToRow, useRowWindow } from '@/components/trace-tree/use-row-window';
import { useTypeahead } from '@/components/trace-tree/use-typeahead';
import { Button } from '@/components/ui/button';
import { formatCount, formatCounted } from '@/components/ui/format-number';
import { Switch } from '@/components/ui/switch';
import type { MergedTree } from '@/lib/contracts/structure';
import { rowAt } from '@/lib/trace/flatten-rows';
import { commandOfKey, type TreeCommand } from '@/lib/trace/walk-rows';
import { MatrixHeader } from './matrix-header';
import { HEADER_HEIGHT, MATRIX_HEIGHT_MAX, ROW_HEIGHT } from './matrix-layout';
import { MatrixRow } from './matrix-row';
import type { MatrixSides, Side } from './matrix-sides';
import { buildMatrixTree } from './matrix-tree';
import { useMatrixView } from './use-matrix-view';

/** Spans that somebody wants to see. */
export interface SpanChoice {
  readonly path: string;
  /** null: of every key. */
  readonly key: string | null;
  readonly side: Side;
}

interface StructureMatrixProps {
  readonly project: string;
  readonly tree: MergedTree;
  /** `both`: the baseline (A) beside the run (B) in every cell. */
  readonly sides: MatrixSides;
  /** Rows that are complete, too; null until somebody chose. */
  readonly showAll: boolean | null;
  readonly onShowAll: (showAll: boolean) => void;
  readonly onList: (choice: SpanChoice) => void;
}

const SIZES = { row: ROW_HEIGHT, header: HEADER_HEIGHT };

/** Merged name-path tree × key: a treegrid of virtual rows with one tab stop. */
export function StructureMatrix({ project, tree, sides, showAll, onShowAll, onList }: StructureMatrixProps) {
  const matrix = useMemo(() => buildMatrixTree(tree), [tree]);
  const onlyProblems = showAll === null ? matrix.problemCount > 0 : !showAll;
  const { rows, activeRow, goTo, fold, foldAll } = useMatrixView(matrix, onlyProblems);
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rowWindow = useRowWindow(scroller, rows.length + 1, SIZES);
  const commandOfLetter = useTypeahead(rows, (node) => tree.nodes[node]?.label ?? '', activeRow);
  const context = useMemo(() => ({ project, matrix, rows, sides }), [project, matrix, rows, sides]);

  function run(command: TreeCommand) {
    if (fold(command)) return;
    if (command.do === 'go') {
      goTo(command.row);
      if (scroller.current !== null) scrollToRow(scroller.current, command.row, 'auto', SIZES);
    } else if (command.do === 'choose') {
      if (isGap(command.row)) onShowAll(true);
      else document.getElementById(`${gridId}-${command.row}`)?.querySelector('a')?.click();
    }
  }

  function isGap(number: number): boolean {
    return number > 0 && rowAt(rows, number - 1).kind === 'gap';
  }

  function nodeOf(number: number) {
    const row = number === 0 ? null : rowAt(rows, number - 1);
    return row === null || row.kind === 'gap' ? undefined : tree.nodes[row.node];
  }

  /** @param side null: of the run, if it has any there */
  function list(number: number, key: string | null, side: Side | null) {
    const node = nodeOf(number);
    const found = side ?? (['run', 'base'] as const).find((one) => (node?.[one]?.spans ?? 0) > 0);
    if (node !== undefined && found !== undefined) onList({ path: node.path, key, side: found });
  }

  function handleKey(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    if (event.key === ' ' && !isGap(activeRow)) {
      event.preventDefault();
      list(activeRow, null, null);
      return;
    }
    const pageSize = Math.max(1, Math.floor((event.currentTarget.clientHeight - HEADER_HEIGHT) / ROW_HEIGHT) - 1);
    const command =
      commandOfKey(event.key, { rows, active: activeRow, pageSize, isSearching: false }) ?? commandOfLetter(event.key);
    if (command === null) return;
    event.preventDefault();
    run(command);
  }

  function handleClick({ target }: MouseEvent) {
    if (!(target instanceof Element) || target.closest('a') !== null) return;
    const number = Number(target.closest('[data-row]')?.getAttribute('data-row') ?? Number.NaN);
    if (Number.isNaN(number)) return;
    // Not a button in a row, which would keep the keyboard to itself; a dialog gives it back to the grid.
    scroller.current?.focus({ preventScroll: true });
    goTo(number);
    const cell = target.closest('[data-side]');
    const row = number === 0 ? null : rowAt(rows, number - 1);
    if (cell !== null) {
      const key = tree.keys[Number(cell.getAttribute('data-key'))] ?? null;
      list(number, key, cell.getAttribute('data-side') === 'base' ? 'base' : 'run');
    } else if (row?.kind === 'gap') onShowAll(true);
    else if (row !== null && target.closest('button') !== null) {
      run({ do: 'fold', node: row.node, open: row.expanded === false });
    }
  }

  return (
    <>
      <div
        role="toolbar"
        aria-label="Rows"
        className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2 text-sm"
      >
        <Switch checked={!onlyProblems} onChange={onShowAll}>
          Show complete rows
        </Switch>
        <span role="status" className="text-xs text-ink-muted">
          {formatCounted(tree.nodes.length, 'row')}
          {rows.hidden > 0 && `, ${formatCount(rows.hidden)} of them complete and hidden`}
        </span>
        <span className="ml-auto flex items-center gap-1">
          <Button variant="ghost" size="icon" aria-label="Open all" title="Open all" onClick={() => foldAll(true)}>
            <ChevronsUpDown aria-hidden />
          </Button>
          <Button variant="ghost" size="icon" aria-label="Close all" title="Close all" onClick={() => foldAll(false)}>
            <ChevronsDownUp aria-hidden />
          </Button>
        </span>
      </div>
      <div
        ref={scroller}
        role="treegrid"
        aria-label="Keys by way from the root"
        aria-rowcount={rows.length + 2}
        aria-colcount={tree.keys.length + 4}
        aria-activedescendant={`${gridId}-${activeRow}`}
        tabIndex={0}
        onKeyDown={handleKey}
        onClick={handleClick}
        className="group/matrix @container relative overflow-y-auto overflow-x-hidden outline-none [--indent:0.25rem] @md:[--indent:0.5rem]"
        style={
          { maxHeight: `min(calc(100dvh - 9rem), ${MATRIX_HEIGHT_MAX}px)`, '--keys': tree.keys.length } as CSSProperties
        }
      >
        <MatrixHeader keys={tree.keys} sides={sides} />
        <GridRows className="relative" style={{ height: (rows.length + 1) * ROW_HEIGHT }}>
          {numbersIn(rowWindow, activeRow).map((number) => (
            <MatrixRow
              key={number}
              context={context}
              id={`${gridId}-${number}`}
              number={number}
              isActive={number === activeRow}
            />
          ))}
        </GridRows>
      </div>
      <p className="border-t border-line px-3 py-2 text-xs text-ink-muted">
        A number lists its spans. From the keyboard: arrows walk, Space lists the spans of a row, Enter opens an
        example.
      </p>
    </>
  );
}
