import 'server-only';
import { cutNodes } from '../../compare/cut-nodes';
import type { MergedTree, NodeSideDto } from '../../contracts/structure';
import type { ComparedNode, NodeSide } from '../../domain/comparison';
import { badSpans } from '../../domain/structure';
import { toAttributionCounts } from './counts';

const NODES_MAX = 5_000;

/**
 * A tree as it is sent. Of a larger one, nodes are left out and counted: complete ones first.
 * @param nodes every node after the one above it
 */
export function toMergedTree(
  keys: readonly string[],
  nodes: readonly ComparedNode[],
  unjudgedSessions = 0,
): MergedTree {
  const sent = nodes.length <= NODES_MAX ? nodes : cutNodes(nodes, problemsFirst(nodes), NODES_MAX);
  return {
    keys: [...keys],
    nodes: sent.map(({ base, run, ...node }) => ({
      ...node,
      base: base && toNodeSide(base),
      run: run && toNodeSide(run),
    })),
    left: nodes.length - sent.length,
    unjudgedSessions,
  };
}

function problemsFirst(nodes: readonly ComparedNode[]): readonly number[] {
  const isProblem = ({ status, base, run }: ComparedNode) =>
    status !== 'same' || isIncomplete(base) || isIncomplete(run);
  const problems = nodes.flatMap((node, i) => (isProblem(node) ? [i] : []));
  return [...problems, ...nodes.keys()];
}

function isIncomplete(side: NodeSide | null): boolean {
  return side !== null && (side.unpreserved > 0 || side.counts.some((counts) => badSpans({ counts }) > 0));
}

function toNodeSide({ counts, ...side }: NodeSide): NodeSideDto {
  return { ...side, counts: counts.map(toAttributionCounts) };
}
