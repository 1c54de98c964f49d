/** @jsxImportSource preact */
import type { AttributionCountsDto } from '../../contracts/common';
import type { MergedTree, TreeNodeDto } from '../../contracts/structure';
import type { KeyShare } from '../../domain/comparison';
import { countOf, formatCount, formatShare } from '../format-numbers';
import { shownText } from '../shown-text';
import { DataTable } from './data-table';
import { Mark } from './mark';
import { INDENTS_MAX } from './style';
import { Name } from './texts';

/** More rows than this nobody reads; the page of the product shows them all. */
const NODES_MAX = 1000;
const KEY_MAX = 200;

interface PlacedNode {
  readonly node: TreeNodeDto;
  readonly level: number;
}

/** The merged tree as an outline: where spans stand, and which share of them carries each key in A and in B. */
export function Tree({ tree, isComparison }: { readonly tree: MergedTree; readonly isComparison: boolean }) {
  const { keys, nodes, left } = tree;
  if (nodes.length === 0) return null;
  // Every node comes after the one above it, so the first ones are a tree by themselves.
  const rows = placeNodes(nodes.slice(0, NODES_MAX));
  const unlisted = left + nodes.length - rows.length;
  const more = unlisted > 0 ? `; ${countOf(unlisted, 'more place')} not listed` : '';
  return (
    <section aria-labelledby="tree">
      <h2 id="tree">Tree</h2>
      <DataTable
        id="tree-table"
        caption={`Share of spans with each key${isComparison ? ', baseline → candidate' : ''}${more}`}
        rows={rows}
        columns={[
          { heading: 'Place', cell: Place },
          ...(isComparison ? [{ heading: 'In', cell: ({ node }: PlacedNode) => <StatusMark node={node} /> }] : []),
          { heading: 'Spans', look: 'number', cell: ({ node }) => spansText(node, isComparison) },
          ...keys.map((key, k) => ({
            heading: shownText(key, KEY_MAX),
            look: 'number' as const,
            cell: ({ node }: PlacedNode) => (
              <Share base={node.base?.counts[k]} run={node.run?.counts[k]} isComparison={isComparison} />
            ),
          })),
        ]}
      />
    </section>
  );
}

/** Nodes in the order of an outline, with their levels. Iterative: chains of thousands are normal. */
function placeNodes(nodes: readonly TreeNodeDto[]): readonly PlacedNode[] {
  const below = new Map<number, number[]>();
  for (const [index, { above }] of nodes.entries()) below.set(above, [...(below.get(above) ?? []), index]);
  const placed: PlacedNode[] = [];
  const waiting = (below.get(-1) ?? []).map((index) => ({ index, level: 0 })).reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = nodes[next.index];
    if (node === undefined) continue;
    placed.push({ node, level: next.level });
    const children = below.get(next.index) ?? [];
    for (const index of children.toReversed()) waiting.push({ index, level: next.level + 1 });
  }
  return placed;
}

function Place({ node, level }: PlacedNode) {
  return (
    <div class={`in${Math.min(level, INDENTS_MAX - 1)}`}>
      <span class={level < INDENTS_MAX ? 'spoken' : 'muted'}>level {level + 1}: </span>
      <Name text={node.label} />
      {node.repeats && <span class="muted"> repeats</span>}
      {node.renamedFrom !== null && (
        <>
          {' '}
          was <Name text={node.renamedFrom} />
        </>
      )}
    </div>
  );
}

const STATUS_LOOKS = {
  same: { shape: 'unchanged', tone: 'muted', words: 'both' },
  renamed: { shape: 'renamed', tone: 'moved', words: 'renamed' },
  new: { shape: 'new-path', tone: 'unattributable', words: 'only B' },
  gone: { shape: 'gone-path', tone: 'pending', words: 'only A' },
} as const;

function StatusMark({ node }: { readonly node: TreeNodeDto }) {
  return <Mark {...STATUS_LOOKS[node.status]} />;
}

function spansText({ base, run }: TreeNodeDto, isComparison: boolean): string {
  const [before, after] = [base, run].map((side) => (side === null ? '–' : formatCount(side.spans)));
  return isComparison ? `${before} → ${after}` : `${after}`;
}

interface ShareProps {
  readonly base: AttributionCountsDto | undefined;
  readonly run: AttributionCountsDto | undefined;
  readonly isComparison: boolean;
}

/** The share of spans with a key in both runs, marked where it fell or rose. */
function Share({ base, run, isComparison }: ShareProps) {
  const [before, after] = [shareOf(base), shareOf(run)];
  if (!isComparison) return <>{formatShare(after)}</>;
  const words = `${formatShare(before)} → ${formatShare(after)}`;
  // Shares compared crosswise, so that nothing is rounded.
  const change = after.good * before.judged - before.good * after.judged;
  if (before.judged === 0 || after.judged === 0 || change === 0) return <>{words}</>;
  return change < 0 ? (
    <Mark shape="newly-missing" tone="missing" words={words} />
  ) : (
    <Mark shape="fixed" tone="good" words={words} />
  );
}

/** Of the spans that are judged: pending and not applicable are out. */
function shareOf(counts: AttributionCountsDto | undefined): KeyShare {
  if (counts === undefined) return { good: 0, judged: 0 };
  const { present, missing, conflicting, malformed, unattributable } = counts;
  return { good: present, judged: present + missing + conflicting + malformed + unattributable };
}
