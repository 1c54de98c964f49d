import { useMemo, useState } from 'react';
import { flattenRows, NO_NODE, type Rows, rowAt } from '@/lib/trace/flatten-rows';
import type { TreeCommand } from '@/lib/trace/walk-rows';
import type { MatrixTree } from './matrix-tree';

/** What a row stands for. It keeps its meaning when the tree is loaded again. */
interface Focus {
  /** null: the sums in the first row, or what is hidden at the top. */
  readonly path: string | null;
  /** The row that counts what is hidden there. */
  readonly isGap: boolean;
}

const TOTALS: Focus = { path: null, isGap: false };
const NO_GHOSTS = new Uint8Array(0);

/** The rows of a matrix: what is folded, which row has the focus. Row 0 has the sums, and `rows` begin with row 1. */
export function useMatrixView(matrix: MatrixTree, onlyProblems: boolean) {
  const { tree, shape, problems } = matrix;
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [focus, setFocus] = useState<Focus>(TOTALS);
  const rows = useMemo(() => {
    const collapsed = Uint8Array.from(tree.nodes, ({ path }) => (folded.has(path) ? 1 : 0));
    return flattenRows(shape, { collapsed, problems, lostGhosts: NO_GHOSTS, onlyProblems, matches: null });
  }, [tree, shape, problems, folded, onlyProblems]);
  const activeRow = useMemo(() => rowOfFocus(matrix, rows, focus), [matrix, rows, focus]);

  function fold(nodes: readonly number[], open: boolean) {
    const next = new Set(folded);
    for (const node of nodes) {
      const path = tree.nodes[node]?.path ?? '';
      if (open) next.delete(path);
      else next.add(path);
    }
    setFolded(next);
  }

  return {
    rows,
    activeRow,
    goTo: (number: number) => setFocus(focusOfRow(matrix, rows, number)),
    foldAll: (open: boolean) => {
      const parents = new Set(tree.nodes.map(({ above }) => above));
      setFolded(new Set(open ? [] : tree.nodes.filter((_, node) => parents.has(node)).map(({ path }) => path)));
    },
    /** @returns false for a command that changes no rows */
    fold: (command: TreeCommand): boolean => {
      if (command.do === 'fold') fold([command.node], command.open);
      else if (command.do === 'unfold-siblings') fold(command.nodes, true);
      else return false;
      return true;
    },
  };
}

function focusOfRow({ tree }: MatrixTree, rows: Rows, number: number): Focus {
  if (number === 0) return TOTALS;
  const row = rowAt(rows, number - 1);
  if (row.kind !== 'gap') return { path: tree.nodes[row.node]?.path ?? null, isGap: false };
  const parent = row.parentRow < 0 ? undefined : tree.nodes[rows.node[row.parentRow] ?? NO_NODE];
  return { path: parent?.path ?? null, isGap: true };
}

/** The row itself, or of its nearest ancestor that is shown. */
function rowOfFocus({ tree, shape }: MatrixTree, rows: Rows, { path, isGap }: Focus): number {
  if (path === null && !isGap) return 0;
  let node = path === null ? NO_NODE : tree.nodes.findIndex((one) => one.path === path);
  while (node >= 0 && (rows.rowOfNode[node] ?? -1) < 0) node = shape.parent[node] ?? NO_NODE;
  const row = node < 0 ? -1 : (rows.rowOfNode[node] ?? -1);
  const gap = isGap ? rows.node.findIndex((other, i) => other === NO_NODE && rows.parentRow[i] === row) : -1;
  return (gap < 0 ? row : gap) + 1;
}
