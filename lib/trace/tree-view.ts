import { intAt } from './at';
import { NO_NODE, type Rows } from './flatten-rows';
import { eachContaining, textAt } from './packed-texts';
import { idOfNode, type SessionTree } from './session-tree';
import { valueAt } from './span-columns';

/** What an address calls the session's own row. */
export const SESSION_ROW = 'session';

/**
 * What a row stands for, as a number: a node, the session itself, or the gap below a node. It keeps its meaning when
 * rows come and go; {@link carryPlace} brings it into a tree that has other nodes.
 */
export type Place = number;
export const SESSION_PLACE: Place = -1;
const TOP_GAP: Place = -2;
const FIRST_GAP = -3;

const gapBelow = (node: number): Place => FIRST_GAP - node;

/** What an address chooses: nothing, something that is there, or something that is not. */
export type Selection =
  | { readonly state: 'none' }
  | { readonly state: 'found'; readonly place: Place }
  | { readonly state: 'unknown' };

/**
 * @param span a span id, or {@link SESSION_ROW}; null for none
 * @param trace tells apart equal span ids; alone it chooses the first span of that trace
 */
export function resolveSelection(tree: SessionTree, span: string | null, trace: string | null): Selection {
  if (span === null && trace === null) return { state: 'none' };
  if (span === SESSION_ROW) return { state: 'found', place: SESSION_PLACE };
  const place = span === null ? firstOfTrace(tree, trace) : findSpan(tree, span, trace);
  return place === null ? { state: 'unknown' } : { state: 'found', place };
}

/**
 * The first span in tree order with this id.
 * @param trace null for any
 */
export function findSpan(tree: SessionTree, spanId: string, trace: string | null): number | null {
  const { columns, position } = tree;
  let first: number | null = null;
  if (spanId === '') return null;
  eachContaining(columns.spanIds, spanId, (node) => {
    if (textAt(columns.spanIds, node) !== spanId) return;
    if (trace !== null && valueAt(columns.traceIds, node) !== trace) return;
    if (first === null || intAt(position, node) < intAt(position, first)) first = node;
  });
  return first;
}

function firstOfTrace({ columns, shape }: SessionTree, trace: string | null): number | null {
  const index = columns.traceIds.values.indexOf(trace ?? '');
  const node = shape.order.find((node) => node < columns.count && columns.traceIds.index[node] === index);
  return node ?? null;
}

/** True when another trace of the session uses the span's id too. */
export function isAmbiguous({ columns }: SessionTree, node: number): boolean {
  const spanId = textAt(columns.spanIds, node);
  let count = 0;
  eachContaining(columns.spanIds, spanId, (other) => {
    if (columns.traceIds.index[other] === columns.traceIds.index[node]) return;
    if (textAt(columns.spanIds, other) === spanId) count++;
  });
  return count > 0;
}

/** The session's own row is 0, and `rows` begin with 1. */
export function placeOfRow(rows: Rows, row: number): Place {
  if (row === 0) return SESSION_PLACE;
  const node = intAt(rows.node, row - 1);
  if (node !== NO_NODE) return node;
  const parentRow = intAt(rows.parentRow, row - 1);
  return parentRow < 0 ? TOP_GAP : gapBelow(intAt(rows.node, parentRow));
}

/** The row of a place; null when it has none. */
export function rowOfPlace(rows: Rows, place: Place): number | null {
  if (place === SESSION_PLACE) return 0;
  if (place >= 0) return intAt(rows.rowOfNode, place) < 0 ? null : intAt(rows.rowOfNode, place) + 1;
  const parentRow = place === TOP_GAP ? -1 : intAt(rows.rowOfNode, FIRST_GAP - place);
  if (place !== TOP_GAP && parentRow < 0) return null;
  const row = rows.node.findIndex((node, i) => node === NO_NODE && intAt(rows.parentRow, i) === parentRow);
  return row < 0 ? null : row + 1;
}

/** The row of a place, or of its nearest ancestor that is shown. */
export function nearestRow({ shape }: SessionTree, rows: Rows, place: Place): number {
  const own = rowOfPlace(rows, place);
  if (own !== null || place < 0) return own ?? 0;
  for (let up = intAt(shape.parent, place); up >= 0; up = intAt(shape.parent, up)) {
    if (intAt(rows.rowOfNode, up) >= 0) return intAt(rows.rowOfNode, up) + 1;
  }
  return 0;
}

/** Collapsed nodes above a node. */
export function foldedAbove({ shape }: SessionTree, collapsed: Uint8Array, node: number): readonly number[] {
  const folded: number[] = [];
  for (let up = intAt(shape.parent, node); up >= 0; up = intAt(shape.parent, up))
    if (collapsed[up] === 1) folded.push(up);
  return folded;
}

/** The same nodes in another tree of the session, by their ids. */
export function carryCollapsed(from: SessionTree, to: SessionTree, collapsed: Uint8Array): Uint8Array {
  const carried = new Uint8Array(to.shape.order.length);
  const ids = new Set<string>();
  for (const node of from.parents) if (collapsed[node] === 1) ids.add(idOfNode(from, node));
  if (ids.size === 0) return carried;
  for (const node of to.parents) if (ids.has(idOfNode(to, node))) carried[node] = 1;
  return carried;
}

/** The same place in another tree of the session; the session itself when it is gone. */
export function carryPlace(from: SessionTree, to: SessionTree, place: Place): Place {
  if (place === SESSION_PLACE || place === TOP_GAP) return place;
  const isGap = place < 0;
  const node = nodeWithId(to, idOfNode(from, isGap ? FIRST_GAP - place : place));
  if (node === null) return SESSION_PLACE;
  return isGap ? gapBelow(node) : node;
}

function nodeWithId(tree: SessionTree, id: string): number | null {
  const node = tree.shape.order.find((candidate) => idOfNode(tree, candidate) === id);
  return node ?? null;
}
