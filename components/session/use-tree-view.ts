'use client';

import { useDeferredValue, useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { SpanRef } from '@/lib/domain/finding';
import { decodeCollapsed, encodeCollapsed } from '@/lib/trace/collapsed-mask';
import { rowAt } from '@/lib/trace/flatten-rows';
import type { TreeChoice } from '@/lib/trace/lay-tree';
import { nextStop, placeAmong } from '@/lib/trace/next-stop';
import type { SessionTree } from '@/lib/trace/session-tree';
import { spanAt } from '@/lib/trace/span-columns';
import {
  carryCollapsed,
  carryPlace,
  findSpan,
  foldedAbove,
  isAmbiguous,
  nearestRow,
  type Place,
  placeOfRow,
  resolveSelection,
  rowOfPlace,
  SESSION_PLACE,
  SESSION_ROW,
} from '@/lib/trace/tree-view';
import type { TreeCommand } from '@/lib/trace/walk-rows';
import { type LayElsewhere, useLaidTree } from './use-laid-tree';
import type { ServerSearch } from './use-server-search';
import type { useViewState } from './view-state';

/** Sessions with more spans than this open with only their problems, if they have any. */
const ONLY_PROBLEMS_FROM = 50;

/** Something about the nodes of one tree. */
interface OfTree<T> {
  readonly tree: SessionTree;
  readonly is: T;
}

/** A row that must come into view as soon as it is there. */
interface ScrollWish {
  readonly place: Place;
  readonly align: 'center' | 'auto';
}

/** What the address says of the tree, and how to change it. */
export type ViewState = ReturnType<typeof useViewState>;

/**
 * The state of one session's tree: what the address says (selection, filter, search, folded rows), what it does not
 * (which row has the focus), and the rows that follow from them.
 */
export function useTreeView(
  tree: SessionTree,
  layElsewhere: LayElsewhere | null,
  [view, setView]: ViewState,
  { found }: ServerSearch,
) {
  // Read from the address once: from then on the set lives here, because the text for a link has a bounded length.
  const [linked] = useState(() => (view.x === null ? null : decodeCollapsed(tree, tree.shape.order.length, view.x)));
  const [folds, setFolds] = useState<OfTree<Uint8Array>>({
    tree,
    is: linked ?? new Uint8Array(tree.shape.order.length),
  });
  const [isLayoutStale, setLayoutStale] = useState(view.x !== null && linked === null);

  const onlyProblems = view.only ?? (tree.facts.problems > 0 && tree.facts.spans > ONLY_PROBLEMS_FROM);
  const search = useDeferredValue(view.q);
  const choice = useMemo(
    (): TreeChoice => ({ collapsed: foldsIn(tree, folds), onlyProblems, search, found }),
    [tree, folds, onlyProblems, search, found],
  );
  const drawn = useLaidTree(tree, choice, layElsewhere);

  // What is drawn may belong to the tree before the latest one: whoever points at it means that one.
  const shown = drawn?.tree ?? tree;
  const rows = drawn?.laid.rows ?? null;
  const selection = useMemo(() => resolveSelection(shown, view.span, view.trace), [shown, view.span, view.trace]);
  const selected = selection.state === 'found' ? selection.place : null;
  const breakNodes = useMemo(() => shown.breaks.map(({ node }) => node), [shown]);
  const [activeIn, setActive] = useState<OfTree<Place>>(() => ({
    tree: shown,
    is: selected ?? breakNodes[0] ?? SESSION_PLACE,
  }));
  const active = useMemo(
    () => (activeIn.tree === shown ? activeIn.is : carryPlace(activeIn.tree, shown, activeIn.is)),
    [activeIn, shown],
  );
  const [scrollWish, setScrollWish] = useState<ScrollWish>({ place: active, align: 'center' });
  const activeNode = active >= 0 ? active : null;

  function saveFolds(collapsed: Uint8Array) {
    setFolds({ tree: shown, is: collapsed });
    setLayoutStale(false);
    void setView({ x: encodeCollapsed(shown, collapsed) });
  }

  function fold(nodes: readonly number[], open: boolean) {
    const collapsed = foldsIn(shown, folds).slice();
    for (const node of nodes) collapsed[node] = open ? 0 : 1;
    saveFolds(collapsed);
  }

  /** Gives a row the focus and brings it into view, through folded parents and filters that hide it. */
  function goTo(place: Place, align: ScrollWish['align'] = 'auto') {
    setActive({ tree: shown, is: place });
    setScrollWish({ place, align });
    if (place < 0) return;
    const folded = foldedAbove(shown, foldsIn(shown, folds), place);
    if (folded.length > 0) fold(folded, true);
    if (place < shown.columns.count && rows?.kept[place] === 0) void setView({ only: false, q: null });
  }

  // The selection also changes without a command here: a link, Back, another component.
  const isDrawn = rows !== null;
  const showSelected = useEffectEvent((place: Place) => goTo(place, scrollWish.place === place ? 'center' : 'auto'));
  useEffect(() => {
    if (selected !== null && isDrawn) showSelected(selected);
  }, [selected, isDrawn]);

  function select(place: Place) {
    setActive({ tree: shown, is: place });
    if (place === SESSION_PLACE) void setView({ span: SESSION_ROW, trace: null });
    if (place < 0 || place >= shown.columns.count) return;
    const { spanId, traceId } = spanAt(shown.columns, place);
    void setView({ span: spanId, trace: isAmbiguous(shown, place) ? traceId : null });
  }

  function choose(number: number) {
    if (rows === null) return;
    const place = placeOfRow(rows, number);
    setActive({ tree: shown, is: place });
    const row = number === 0 ? null : rowAt(rows, number - 1);
    if (row === null || row.kind === 'span') select(place);
    else if (row.kind === 'ghost') fold([row.node], row.expanded === false);
    else void setView({ only: false, q: null });
  }

  function stepThrough(stops: ArrayLike<number>, direction: 1 | -1) {
    const next = nextStop(shown, stops, activeNode, direction);
    if (next !== null) goTo(next);
  }

  const matchNodes = drawn?.laid.matchNodes ?? [];
  const stepBreak = (direction: 1 | -1) => stepThrough(breakNodes, direction);
  const stepMatch = (direction: 1 | -1) => stepThrough(matchNodes, direction);

  function run(command: TreeCommand) {
    if (command.do === 'go') goTo(rows === null ? SESSION_PLACE : placeOfRow(rows, command.row));
    else if (command.do === 'fold') fold([command.node], command.open);
    else if (command.do === 'unfold-siblings') fold(command.nodes, true);
    else if (command.do === 'choose') choose(command.row);
    else if (command.do === 'go-to-break') stepBreak(command.direction);
    else stepMatch(command.direction);
  }

  const stepper = (stops: ArrayLike<number>, onStep: (direction: 1 | -1) => void) => ({
    current: activeNode === null ? null : placeAmong(shown, stops, activeNode),
    count: stops.length,
    onStep,
  });
  return {
    drawn,
    /** A later choice is being laid out. */
    isBusy: drawn !== null && (drawn.choice !== choice || search !== view.q),
    onlyProblems,
    isSearching: search.trim() !== '',
    selection,
    selectedSpan:
      selected !== null && selected >= 0 && selected < shown.columns.count ? spanAt(shown.columns, selected) : null,
    selectedRow: selected === null || rows === null ? null : rowOfPlace(rows, selected),
    activeRow: rows === null ? 0 : nearestRow(shown, rows, active),
    scrollTo: { wish: scrollWish, row: rows === null ? null : rowOfPlace(rows, scrollWish.place) },
    isLayoutStale,
    run,
    selectSession: () => select(SESSION_PLACE),
    selectSpan: ({ spanId, traceId }: SpanRef) => select(findSpan(shown, spanId, traceId) ?? active),
    foldAll: (open: boolean) => {
      const collapsed = new Uint8Array(shown.shape.order.length);
      if (!open) for (const node of shown.parents) collapsed[node] = 1;
      saveFolds(collapsed);
    },
    breaks: stepper(breakNodes, stepBreak),
    matchSteps: drawn === null || drawn.laid.matches === null ? null : stepper(matchNodes, stepMatch),
  };
}

/** The collapsed nodes of one tree, taken over from another one if need be. */
function foldsIn(tree: SessionTree, folds: OfTree<Uint8Array>): Uint8Array {
  return folds.tree === tree ? folds.is : carryCollapsed(folds.tree, tree, folds.is);
}
