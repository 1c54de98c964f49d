import { attributionCounts } from '@/components/testing/a-run';
import type { AttributionCountsDto } from '@/lib/contracts/common';
import type { MergedTree, NodeSideDto, TreeNodeDto } from '@/lib/contracts/structure';

export const TRACE = 'a'.repeat(32);

/** So many spans of a place, all right unless told. Three keys with the same counts each. */
export function aSide(
  spans: number,
  counts: Partial<AttributionCountsDto> = { present: spans },
  members: Partial<NodeSideDto> = {},
): NodeSideDto {
  const ofKey = attributionCounts(counts);
  return {
    spans,
    datapoints: spans,
    counts: [ofKey, ofKey, ofKey],
    unpreserved: 0,
    example: { traceId: TRACE, spanId: 'b'.repeat(16), name: 'example', sessionId: 's1', datapointId: 'dp1' },
    ...members,
  };
}

/** A node of one run; its label is its path. */
export function aNode(label: string, above: number, members: Partial<TreeNodeDto> = {}): TreeNodeDto {
  return {
    path: label,
    above,
    label,
    repeats: false,
    status: 'same',
    renamedFrom: null,
    base: null,
    run: aSide(2),
    ...members,
  };
}

export function aTree(nodes: TreeNodeDto[], members: Partial<MergedTree> = {}): MergedTree {
  return { keys: ['run_id', 'dataset_id', 'datapoint_id'], nodes, left: 0, unjudgedSessions: 0, ...members };
}
