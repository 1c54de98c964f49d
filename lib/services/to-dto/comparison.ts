import 'server-only';
import type { ComparedDatapointDto, ComparedRow, ComparisonDto, KeyComparisonDto } from '../../contracts/compare';
import type { ComparedCell, ComparedDatapoint, ComparedNode, KeyComparison } from '../../domain/comparison';
import type { ComparisonReport } from '../comparison-report';

const SENT_KEYS_MAX = 200;
const ROWS_MAX = 1_000;

export function toComparison(report: ComparisonReport): ComparisonDto {
  const { base, run, comparison, warnings, checkedAt } = report;
  const { verdict, sentence, grade, keys, sentKeys, cells, nodes, alignment } = comparison;
  return {
    base,
    run,
    verdict,
    sentence,
    grade,
    keys: Object.fromEntries(keys.map((key) => [key.key, toKeyComparison(key)])),
    sentKeys: sentKeys.slice(0, SENT_KEYS_MAX).map(toKeyComparison),
    sentKeyCount: sentKeys.length,
    rows: cells.slice(0, ROWS_MAX).map((cell) => toRow(cell, nodes)),
    rowCount: comparison.cellCount,
    alignment: { ...alignment, nodes: { ...alignment.nodes } },
    warnings: [...warnings],
    checkedAt: checkedAt.toISOString(),
  };
}

function toKeyComparison(key: KeyComparison): KeyComparisonDto {
  return { ...key, base: { ...key.base }, run: { ...key.run }, datapoints: { ...key.datapoints } };
}

function toRow(cell: ComparedCell, nodes: readonly ComparedNode[]): ComparedRow {
  const { node, base, run, datapoints, ...told } = cell;
  return {
    ...told,
    path: nodes[node]?.path ?? '',
    text: pathText(nodes, node),
    renamedFrom: nodes[node]?.renamedFrom ?? null,
    base: base && toSide(base),
    run: run && toSide(run),
    datapoints: { ...datapoints },
  };
}

function toSide(side: NonNullable<ComparedCell['base']>): NonNullable<ComparedRow['base']> {
  return { ...side, interval: [...side.interval], causes: [...side.causes] };
}

export function toComparedDatapoint(datapoint: ComparedDatapoint): ComparedDatapointDto {
  return {
    ...datapoint,
    baseSessions: [...datapoint.baseSessions],
    runSessions: [...datapoint.runSessions],
    keys: [...datapoint.keys],
  };
}

const STEPS_SHOWN = 12;

type PathNode = Pick<ComparedNode, 'above' | 'label' | 'repeats'>;

/** The path of a node for reading, `fn › child_op`; of a long one, the last steps. */
export function pathText(nodes: readonly PathNode[], index: number): string {
  const steps: string[] = [];
  let at = index;
  for (; at >= 0 && steps.length < STEPS_SHOWN; at = nodes[at]?.above ?? -1) {
    const node = nodes[at];
    if (node !== undefined) steps.push(node.repeats ? `${node.label}+` : node.label);
  }
  if (at >= 0) steps.push('…');
  return steps.reverse().join(' › ');
}
