'use client';

import { useDeferredValue, useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { SkeletonSpan } from '@/lib/contracts/sessions';
import type { SpanRef } from '@/lib/domain/finding';
import { ancestorsOf, spanKey } from '@/lib/trace/build-forest';
import { decodeCollapsed, encodeCollapsed } from '@/lib/trace/collapsed-mask';
import { flattenRows } from '@/lib/trace/flatten-rows';
import { nextBreak } from '@/lib/trace/next-break';
import { type SessionTree, searchSpans } from '@/lib/trace/session-tree';
import {
  countHidden,
  idOfRow,
  indexRows,
  keptNodes,
  nearestRow,
  resolveSelection,
  SESSION_ROW,
} from '@/lib/trace/tree-view';
import type { TreeCommand } from '@/lib/trace/walk-rows';
import { useViewState } from './view-state';

/** Sessions with more spans than this open with only their problems, if they have any. */
const ONLY_PROBLEMS_FROM = 50;

/** A row that must come into view as soon as it is there. */
interface ScrollWish {
  readonly id: string;
  readonly align: 'center' | 'auto';
}

/**
 * The state of one session's tree: what the address says (selection, filter, search, folded rows), what it does not
 * (which row has the focus), and everything derived from them.
 */
export function useTreeView(tree: SessionTree<SkeletonSpan>) {
  const [view, setView] = useViewState();
  const parentIds = useMemo(() => tree.parents.map((node) => tree.ids[node] ?? ''), [tree]);

  // Read from the address once: from then on the set lives here, because the text for a link has a bounded length.
  const [linked] = useState(() => (view.x === null ? null : decodeCollapsed(parentIds, view.x)));
  const [collapsedIds, setCollapsedIds] = useState<ReadonlySet<string>>(linked ?? new Set());
  const [isLayoutStale, setLayoutStale] = useState(view.x !== null && linked === null);

  const selection = useMemo(() => resolveSelection(tree, view.span, view.trace), [tree, view.span, view.trace]);
  const selectedId = selection.state === 'found' ? selection.id : null;
  const breakNodes = useMemo(() => tree.breaks.map(({ node }) => node), [tree]);
  const [activeId, setActiveId] = useState(() => selectedId ?? tree.ids[breakNodes[0] ?? -1] ?? SESSION_ROW);
  const [scrollWish, setScrollWish] = useState<ScrollWish>({ id: activeId, align: 'center' });

  const onlyProblems = view.only ?? (tree.problemCount > 0 && tree.spans.length > ONLY_PROBLEMS_FROM);
  const search = useDeferredValue(view.q);
  const matches = useMemo(() => searchSpans(tree.spans, search), [tree, search]);
  const kept = useMemo(
    () =>
      keptNodes(
        tree,
        (span) => (!onlyProblems || tree.problems[span] === 1) && (matches === null || matches.has(span)),
      ),
    [tree, onlyProblems, matches],
  );
  const rows = useMemo(() => {
    const collapsed = new Set<number>();
    for (const id of collapsedIds) collapsed.add(tree.nodeOfId.get(id) ?? -1);
    return flattenRows(tree.forest, {
      collapsed,
      isProblem: (span) => tree.problems[span] === 1,
      onlyProblems,
      matches,
    });
  }, [tree, collapsedIds, onlyProblems, matches]);
  const rowOfId = useMemo(() => indexRows(tree, rows), [tree, rows]);
  const matchNodes = useMemo(
    () => (matches === null ? null : Array.from(tree.forest.order).filter((node) => matches.has(node))),
    [tree, matches],
  );

  function saveCollapsed(next: ReadonlySet<string>) {
    setCollapsedIds(next);
    setLayoutStale(false);
    void setView({ x: encodeCollapsed(parentIds, next) });
  }

  function fold(nodes: readonly number[], open: boolean) {
    const next = new Set(collapsedIds);
    for (const node of nodes) {
      const id = tree.ids[node] ?? '';
      if (open) next.delete(id);
      else next.add(id);
    }
    saveCollapsed(next);
  }

  /** Gives a row the focus and brings it into view, through folded parents and filters that hide it. */
  function goTo(id: string, align: ScrollWish['align'] = 'auto') {
    setActiveId(id);
    setScrollWish({ id, align });
    const node = tree.nodeOfId.get(id);
    if (node === undefined) return;
    const folded = ancestorsOf(tree.forest, node).filter((up) => collapsedIds.has(tree.ids[up] ?? ''));
    if (folded.length > 0) fold(folded, true);
    if (node < tree.spans.length && kept[node] === 0) void setView({ only: false, q: null });
  }

  // The selection also changes without a command here: a link, Back, another component.
  const showSelected = useEffectEvent((id: string) => goTo(id, scrollWish.id === id ? 'center' : 'auto'));
  useEffect(() => {
    if (selectedId !== null) showSelected(selectedId);
  }, [selectedId]);

  function select(id: string) {
    setActiveId(id);
    if (id === SESSION_ROW) void setView({ span: SESSION_ROW, trace: null });
    const span = tree.spans[tree.nodeOfId.get(id) ?? -1];
    if (span === undefined) return;
    const isAmbiguous = tree.spans.some((other) => other.spanId === span.spanId && other.traceId !== span.traceId);
    void setView({ span: span.spanId, trace: isAmbiguous ? span.traceId : null });
  }

  function idOfRowNumber(number: number): string {
    const row = rows[number - 1];
    return row === undefined ? SESSION_ROW : idOfRow(tree, rows, row);
  }

  function choose(number: number) {
    const row = rows[number - 1];
    setActiveId(idOfRowNumber(number));
    if (row === undefined || row.kind === 'span') select(idOfRowNumber(number));
    else if (row.kind === 'ghost') fold([row.node], row.expanded === false);
    else void setView({ only: false, q: null });
  }

  function stepThrough(isStop: (span: number) => boolean, direction: 1 | -1) {
    const next = nextBreak(tree.forest, isStop, tree.nodeOfId.get(activeId) ?? null, direction);
    if (next !== null) goTo(tree.ids[next] ?? '');
  }

  const stepBreak = (direction: 1 | -1) =>
    stepThrough((span) => tree.breaks[tree.regions[span] ?? -1]?.node === span, direction);
  const stepMatch = (direction: 1 | -1) => stepThrough((span) => matches?.has(span) ?? false, direction);

  function run(command: TreeCommand) {
    if (command.do === 'go') goTo(idOfRowNumber(command.row));
    else if (command.do === 'fold') fold([command.node], command.open);
    else if (command.do === 'unfold-siblings') fold(command.nodes, true);
    else if (command.do === 'choose') choose(command.row);
    else if (command.do === 'go-to-break') stepBreak(command.direction);
    else stepMatch(command.direction);
  }

  const activeNode = tree.nodeOfId.get(activeId) ?? -1;
  return {
    view,
    setView,
    rows,
    matches,
    onlyProblems,
    hidden: countHidden(tree, kept),
    selection,
    selectedRow: selectedId === null ? null : (rowOfId.get(selectedId) ?? null),
    activeRow: nearestRow(tree, rowOfId, activeId),
    scrollTo: { wish: scrollWish, row: rowOfId.get(scrollWish.id) ?? null },
    isLayoutStale,
    run,
    select,
    selectSpan: (span: SpanRef) => select(spanKey(span.traceId, span.spanId)),
    foldAll: (open: boolean) => saveCollapsed(open ? new Set() : new Set(parentIds)),
    breaks: { current: placeIn(breakNodes, activeNode), count: breakNodes.length, onStep: stepBreak },
    matchSteps:
      matchNodes === null
        ? null
        : { current: placeIn(matchNodes, activeNode), count: matchNodes.length, onStep: stepMatch },
  };
}

/** 1-based; null when it is not among them. */
function placeIn(nodes: readonly number[], node: number): number | null {
  const index = nodes.indexOf(node);
  return index === -1 ? null : index + 1;
}
