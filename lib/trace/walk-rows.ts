import { intAt } from './at';
import { type Rows, rowAt } from './flatten-rows';

/** What a key does in the tree. Rows count from 0, the session's own record being row 0 and `rows` beginning with 1. */
export type TreeCommand =
  | { readonly do: 'go'; readonly row: number }
  | { readonly do: 'fold'; readonly node: number; readonly open: boolean }
  | { readonly do: 'unfold-siblings'; readonly nodes: readonly number[] }
  | { readonly do: 'choose'; readonly row: number }
  | { readonly do: 'go-to-break'; readonly direction: 1 | -1 }
  | { readonly do: 'go-to-match'; readonly direction: 1 | -1 };

interface TreePosition {
  readonly rows: Rows;
  /** Row that has the focus. */
  readonly active: number;
  /** Rows that fit into the view. */
  readonly pageSize: number;
  /** True while a search is on: `n` and `N` then walk its matches. */
  readonly isSearching: boolean;
}

type Move = (position: TreePosition) => TreeCommand | null;

const go = (row: number): TreeCommand => ({ do: 'go', row });

/** The keyboard contract of screens.md 6.5, which is that of the ARIA treegrid pattern plus breaks and matches. */
const MOVES: ReadonlyMap<string, Move> = new Map<string, Move>([
  ['ArrowDown', ({ rows, active }) => go(Math.min(rows.length, active + 1))],
  ['ArrowUp', ({ active }) => go(Math.max(0, active - 1))],
  ['PageDown', ({ rows, active, pageSize }) => go(Math.min(rows.length, active + pageSize))],
  ['PageUp', ({ active, pageSize }) => go(Math.max(0, active - pageSize))],
  ['Home', () => go(0)],
  ['End', ({ rows }) => go(rows.length)],
  ['ArrowRight', openOrEnter],
  ['ArrowLeft', closeOrLeave],
  ['*', unfoldSiblings],
  ['Enter', ({ active }) => ({ do: 'choose', row: active })],
  [' ', ({ active }) => ({ do: 'choose', row: active })],
  [']', () => ({ do: 'go-to-break', direction: 1 })],
  ['[', () => ({ do: 'go-to-break', direction: -1 })],
  ['n', ({ isSearching }) => (isSearching ? { do: 'go-to-match', direction: 1 } : null)],
  ['N', ({ isSearching }) => (isSearching ? { do: 'go-to-match', direction: -1 } : null)],
]);

/** The command of a key, or null when the tree has no use for it. Letters are left to {@link findByPrefix}. */
export function commandOfKey(key: string, position: TreePosition): TreeCommand | null {
  return MOVES.get(key)?.(position) ?? null;
}

function openOrEnter({ rows, active }: TreePosition): TreeCommand | null {
  if (active === 0) return rows.length > 0 ? go(1) : null;
  const row = rowAt(rows, active - 1);
  if (row.kind === 'gap' || row.expanded === null) return null;
  return row.expanded ? go(active + 1) : { do: 'fold', node: row.node, open: true };
}

function closeOrLeave({ rows, active }: TreePosition): TreeCommand | null {
  if (active === 0) return null;
  const row = rowAt(rows, active - 1);
  if (row.kind !== 'gap' && row.expanded) return { do: 'fold', node: row.node, open: false };
  return go(row.parentRow + 1);
}

function unfoldSiblings({ rows, active }: TreePosition): TreeCommand | null {
  if (active === 0) return null;
  const parentRow = intAt(rows.parentRow, active - 1);
  const nodes: number[] = [];
  for (let i = 0; i < rows.length; i++) {
    if (rows.parentRow[i] !== parentRow) continue;
    const row = rowAt(rows, i);
    if (row.kind !== 'gap' && row.expanded === false) nodes.push(row.node);
  }
  return nodes.length === 0 ? null : { do: 'unfold-siblings', nodes };
}

/**
 * The next row after `active` whose name starts with the typed letters, going round at the end; null when there is
 * none. While letters are added to a match, the match itself still counts.
 */
export function findByPrefix(
  rows: Rows,
  nameOf: (span: number) => string,
  active: number,
  prefix: string,
): number | null {
  const needle = prefix.toLowerCase();
  const first = needle.length > 1 ? active : active + 1;
  const count = rows.length;
  for (let step = 0; step < count; step++) {
    const index = (first - 1 + step + count) % count;
    const node = intAt(rows.node, index);
    if (node >= 0 && node < rows.spanCount && nameOf(node).toLowerCase().startsWith(needle)) return index + 1;
  }
  return null;
}
