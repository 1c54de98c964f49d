import { at, intAt } from './at';
import { ancestorsOf, spanKey } from './build-forest';
import type { TreeRow } from './flatten-rows';
import type { SessionTree, SessionTreeSpan } from './session-tree';

/** Id of the session's own row; spans and ghosts have theirs in `SessionTree.ids`. */
export const SESSION_ROW = 'session';

type Tree = SessionTree<SessionTreeSpan>;

/** What an address chooses: nothing, something that is there, or something that is not. */
type Selection =
  | { readonly state: 'none' }
  | { readonly state: 'found'; readonly id: string }
  | { readonly state: 'unknown' };

/**
 * @param span a span id, or {@link SESSION_ROW}; null for none
 * @param trace tells apart equal span ids; alone it chooses the first span of that trace
 */
export function resolveSelection(tree: Tree, span: string | null, trace: string | null): Selection {
  if (span === null && trace === null) return { state: 'none' };
  if (span === SESSION_ROW) return { state: 'found', id: SESSION_ROW };
  for (const node of tree.forest.order) {
    if (node >= tree.forest.spanCount) continue;
    const candidate = at(tree.spans, node);
    if ((span ?? candidate.spanId) === candidate.spanId && (trace ?? candidate.traceId) === candidate.traceId)
      return { state: 'found', id: spanKey(candidate.traceId, candidate.spanId) };
  }
  return { state: 'unknown' };
}

/** The id that keeps naming a row when others come and go. */
export function idOfRow(tree: Tree, rows: readonly TreeRow[], row: TreeRow): string {
  if (row.kind !== 'gap') return at(tree.ids, row.node);
  const parent = rows[row.parentRow];
  return `gap ${parent === undefined || parent.kind === 'gap' ? SESSION_ROW : at(tree.ids, parent.node)}`;
}

/** Row numbers by id; the session's own row is 0. */
export function indexRows(tree: Tree, rows: readonly TreeRow[]): ReadonlyMap<string, number> {
  const index = new Map<string, number>([[SESSION_ROW, 0]]);
  rows.forEach((row, i) => {
    index.set(idOfRow(tree, rows, row), i + 1);
  });
  return index;
}

/** The row of an id, or of its nearest ancestor that is shown. */
export function nearestRow(tree: Tree, rowOfId: ReadonlyMap<string, number>, id: string): number {
  const row = rowOfId.get(id);
  if (row !== undefined) return row;
  const node = tree.nodeOfId.get(id);
  if (node === undefined) return 0;
  const shown = ancestorsOf(tree.forest, node).find((up) => rowOfId.has(at(tree.ids, up)));
  return shown === undefined ? 0 : (rowOfId.get(at(tree.ids, shown)) ?? 0);
}

/**
 * Which nodes a filter keeps: what it wants, and the way there. Leaves first, linear.
 * @returns 1 by node
 */
export function keptNodes(tree: Tree, isWanted: (span: number) => boolean): Uint8Array {
  const { order, parent, spanCount } = tree.forest;
  const kept = new Uint8Array(order.length);
  for (let i = order.length - 1; i >= 0; i--) {
    const node = intAt(order, i);
    if (node < spanCount && isWanted(node)) kept[node] = 1;
    const up = intAt(parent, node);
    if (kept[node] === 1 && up >= 0) kept[up] = 1;
  }
  return kept;
}

/** Spans a filter leaves out. */
export function countHidden(tree: Tree, kept: Uint8Array): number {
  let hidden = 0;
  for (let span = 0; span < tree.forest.spanCount; span++) if (kept[span] === 0) hidden++;
  return hidden;
}
