import { Buffer } from 'node:buffer';
import type { Cause } from '../domain/finding';
import { ATTRIBUTION_STATES, type AttributionState, noAttributionCounts } from '../domain/states';
import type { ExampleSpan, SessionStructure, StructureCell, StructureNode } from '../domain/structure';
import { readShape, shapeText } from './custody-dictionary';
import { packBytes, unpackBytes } from './packed-bytes';

/** The structure of a session as packed JSON: plain lists in a fixed order, and what repeats by its place. */
type StructureRow = readonly [
  keys: readonly string[],
  /** Texts of custody-dictionary.ts. */
  shapes: readonly string[],
  traceIds: readonly string[],
  nodes: readonly NodeRow[],
];

type NodeRow = readonly [
  above: number,
  step: string,
  label: string,
  repeats: 0 | 1,
  spans: number,
  /** Counts in the order of ATTRIBUTION_STATES. */
  cells: readonly (readonly [counts: readonly number[], causes: readonly Cause[]])[],
  custody: StructureNode['custody'],
  examples: readonly ExampleRow[],
];

type ExampleRow = readonly [trace: number, spanId: string, name: string, states: readonly number[], shape: number];

export function packStructure({ keys, shapes, nodes }: SessionStructure): Uint8Array {
  const traces = new Map<string, number>();
  const nodeRows = nodes.map((node) => toNodeRow(node, traces));
  const row: StructureRow = [keys, shapes.map(shapeText), [...traces.keys()], nodeRows];
  return packBytes(Buffer.from(JSON.stringify(row)));
}

/** Such bytes are written by this program only, so nothing is checked again. */
export function unpackStructure(packed: Uint8Array): SessionStructure {
  const [keys, shapes, traceIds, nodes] = JSON.parse(unpackBytes(packed).toString()) as StructureRow;
  return { keys, shapes: shapes.map(readShape), nodes: nodes.map((row) => fromNodeRow(row, traceIds)) };
}

/** @param traces places by trace id; grows. */
function toNodeRow(node: StructureNode, traces: Map<string, number>): NodeRow {
  return [
    node.above,
    node.step,
    node.label,
    node.repeats ? 1 : 0,
    node.spans,
    node.cells.map(({ counts, causes }) => [ATTRIBUTION_STATES.map((state) => counts[state]), causes]),
    node.custody,
    node.examples.map(({ traceId, spanId, name, states, shape }) => {
      const trace = traces.get(traceId) ?? traces.size;
      traces.set(traceId, trace);
      return [trace, spanId, name, states.map((state) => ATTRIBUTION_STATES.indexOf(state)), shape];
    }),
  ];
}

function fromNodeRow(row: NodeRow, traceIds: readonly string[]): StructureNode {
  const [above, step, label, repeats, spans, cells, custody, examples] = row;
  return {
    above,
    step,
    label,
    repeats: repeats === 1,
    spans,
    cells: cells.map(([counts, causes]) => ({ counts: readCounts(counts), causes })),
    custody,
    examples: examples.map(
      ([trace, spanId, name, states, shape]): ExampleSpan => ({
        traceId: traceIds[trace] as string,
        spanId,
        name,
        states: states.map((state) => ATTRIBUTION_STATES[state] as AttributionState),
        shape,
      }),
    ),
  };
}

function readCounts(numbers: readonly number[]): StructureCell['counts'] {
  const counts = noAttributionCounts();
  ATTRIBUTION_STATES.forEach((state, place) => {
    counts[state] = numbers[place] ?? 0;
  });
  return counts;
}
