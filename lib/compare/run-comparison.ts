import {
  type Alignment,
  type ComparedDatapoint,
  type ComparedNode,
  type Comparison,
  type ComparisonVerdict,
  GRADES,
  type Grade,
  type KeyComparison,
  type NodeSide,
} from '../domain/comparison';
import type { SessionStructure } from '../domain/structure';
import { at } from '../trace/at';
import type { DatapointAlignment } from './align-datapoints';
import { type AlignedNode, alignTrees } from './align-trees';
import { type CellKeys, cellKeys } from './cell-keys';
import { CellMarks, type Sides } from './cell-marks';
import { comparisonSentence } from './comparison-sentence';
import type { SpanOwner } from './example-choice';
import { CellJudge } from './judge-cells';
import { GravestCells, tellCells } from './list-cells';
import { NodeCells } from './node-cells';
import { OutcomeTable } from './outcome-table';
import { PlacedRows } from './placed-rows';
import { RunTree, type RunTreeNode } from './run-tree';
import { SideRows } from './side-rows';
import { type KeySum, KeySums, sharesOf } from './sum-keys';
import { type DatapointTally, tallyDatapoints } from './tally-datapoints';

/**
 * Compares two runs whose sessions are given one by one, in any order (audit-semantics 2.9). Cells count the datapoints
 * that both runs have or, when there is none, all of each. Of every session some numbers per node are kept, so that runs
 * of 100,000 spans fit in memory; about linear.
 */
export class RunComparison {
  readonly #keys: readonly string[];
  readonly #alignment: DatapointAlignment;
  readonly #outcomes = new OutcomeTable();
  readonly #trees: Sides<RunTree>;
  readonly #rows: Sides<SideRows>;
  /** Spans of the candidate that count. */
  #compared = 0;

  constructor(keys: readonly string[], alignment: DatapointAlignment) {
    this.#keys = keys;
    this.#alignment = alignment;
    this.#trees = { base: new RunTree(keys), run: new RunTree(keys) };
    this.#rows = { base: new SideRows(keys, this.#outcomes), run: new SideRows(keys, this.#outcomes) };
  }

  /** @param unit index of the session's datapoint in the alignment */
  add(side: 'base' | 'run', unit: number, owner: SpanOwner, structure: SessionStructure): void {
    const places = this.#trees[side].add(owner, structure, unit);
    const isCounted = this.#alignment.isPooled || unit < this.#alignment.matched;
    if (isCounted && side === 'run') this.#compared += spansIn(structure.nodes);
    this.#rows[side].add(isCounted ? unit : null, owner, structure, places);
  }

  finish(): Comparison {
    const trees = { base: this.#trees.base.nodes(), run: this.#trees.run.nodes() };
    const aligned = alignTrees(trees.base, trees.run);
    const nodes = aligned.map((node) => toNode(node, trees));
    const sides = { base: this.#place('base', trees, aligned), run: this.#place('run', trees, aligned) };
    const keys = cellKeys(this.#keys, this.#outcomes.keys);
    const marks = new CellMarks(this.#rows, this.#keys.length, this.#outcomes);
    const nodeCells = new NodeCells(sides, marks, this.#outcomes, this.#keys.length);
    const judge = new CellJudge(aligned, nodeCells, keys.attribution);
    const keySums = new KeySums(keys);
    const gravest = new GravestCells(keys);
    judge.forEach(
      (judged) => {
        keySums.add(judged);
        gravest.offer(judged);
      },
      (cell) => keySums.addGood(cell),
    );
    const tallies = tallyDatapoints(sides, marks, this.#alignment.matched, keys.names.length);
    const shares = {
      base: sharesOf(trees.base, this.#rows.base, this.#outcomes, keys),
      run: sharesOf(trees.run, this.#rows.run, this.#outcomes, keys),
    };
    const sums = keySums.finish(shares, tallies.ofKeys, keys);
    const alignment = this.#sumAlignment(aligned);
    const summary = {
      verdict: verdictOf(sums),
      attribution: sums.slice(0, keys.attribution),
      sent: sums.slice(keys.attribution).sort(byInterest),
      alignment,
      spans: { base: spansIn(trees.base), run: spansIn(trees.run), compared: this.#compared },
    };
    return {
      verdict: summary.verdict,
      sentence: comparisonSentence(summary),
      grade: bestGrade(sums),
      keys: summary.attribution.map(({ key }) => key),
      sentKeys: summary.sent.map(({ key }) => key),
      nodes,
      cells: tellCells(gravest.list(), judge.tested, nodeCells, nodes, keys),
      cellCount: keySums.cellCount,
      alignment,
      datapoints: this.#listDatapoints(tallies.datapoints, keys),
    };
  }

  #place(side: 'base' | 'run', trees: Sides<readonly RunTreeNode[]>, aligned: readonly AlignedNode[]): PlacedRows {
    const nodeOfPlace = new Int32Array(trees[side].length);
    for (const [node, own] of aligned.entries()) {
      if (own[side] >= 0) nodeOfPlace[at(trees[side], own[side]).id] = node;
    }
    return new PlacedRows(this.#rows[side], nodeOfPlace, aligned.length, this.#alignment.units.length);
  }

  #sumAlignment(aligned: readonly AlignedNode[]): Alignment {
    const { matched, byInputs, onlyBase, onlyRun, isPooled } = this.#alignment;
    const nodes = { same: 0, renamed: 0, new: 0, gone: 0 };
    for (const { status } of aligned) nodes[status]++;
    return { matched, byInputs, onlyBase, onlyRun, isPooled, nodes };
  }

  /** @param tallies of those that both runs have: the first of the alignment */
  #listDatapoints(tallies: readonly DatapointTally[], { names }: CellKeys): readonly ComparedDatapoint[] {
    const list = this.#alignment.units.map(({ datapointId, match, base, run }, unit) => {
      const { newlyMissing, fixed, stillMissing, keys } = tallies[unit] ?? NOTHING;
      return {
        datapointId,
        match,
        baseSessions: base.map(({ sessionId }) => sessionId),
        runSessions: run.map(({ sessionId }) => sessionId),
        newlyMissing,
        fixed,
        stillMissing,
        keys: [...new Set(keys.map((cell) => at(names, cell)))].sort(),
      };
    });
    const { matched } = this.#alignment;
    return [...list.slice(0, matched).sort(byNewlyMissing), ...list.slice(matched)];
  }
}

const NOTHING: DatapointTally = { newlyMissing: 0, fixed: 0, stillMissing: 0, keys: [] };

function byNewlyMissing(a: ComparedDatapoint, b: ComparedDatapoint): number {
  if (a.newlyMissing !== b.newlyMissing) return b.newlyMissing - a.newlyMissing;
  if (a.datapointId === b.datapointId) return 0;
  if (a.datapointId === null || b.datapointId === null) return a.datapointId === null ? 1 : -1;
  return a.datapointId < b.datapointId ? -1 : 1;
}

function toNode({ above, status, base, run }: AlignedNode, trees: Sides<readonly RunTreeNode[]>): ComparedNode {
  const before = base < 0 ? null : at(trees.base, base);
  const after = run < 0 ? null : at(trees.run, run);
  const { path, label } = after ?? at(trees.base, base);
  return {
    path,
    above,
    label,
    repeats: (before?.repeats ?? false) || (after?.repeats ?? false),
    status,
    renamedFrom: status === 'renamed' && before !== null ? oldNameOf(before, label) : null,
    base: before && toSide(before),
    run: after && toSide(after),
  };
}

/** The name; where only scope or kind became another, the whole step. */
function oldNameOf({ label, step }: RunTreeNode, newLabel: string): string {
  return label === newLabel ? step : label;
}

function toSide({ spans, datapoints, counts, unpreserved, example }: RunTreeNode): NodeSide {
  return { spans, datapoints, counts, unpreserved, example };
}

function spansIn(nodes: readonly { readonly spans: number }[]): number {
  return nodes.reduce((sum, { spans }) => sum + spans, 0);
}

function verdictOf(sums: readonly KeySum[]): ComparisonVerdict {
  const isRegressed = sums.some(({ key }) => key.grade !== null);
  const isImproved = sums.some(({ key, better }) => key.fixed > 0 || better > 0);
  if (isRegressed) return isImproved ? 'mixed' : 'regressed';
  return isImproved ? 'improved' : 'unchanged';
}

function bestGrade(sums: readonly KeySum[]): Grade | null {
  const grades = sums.map(({ key }) => key.grade);
  return GRADES.find((grade) => grades.includes(grade)) ?? null;
}

/** Keys with a difference or a loss first, then by name. */
function byInterest({ key: a }: KeySum, { key: b }: KeySum): number {
  const [one, other] = [isSound(a), isSound(b)];
  if (one !== other) return one ? 1 : -1;
  return a.key < b.key ? -1 : 1;
}

function isSound({ base, run, ...counts }: KeyComparison): boolean {
  const { newlyMissing, moved, stillMissing, fixed, newPath, gonePath, notComparable } = counts;
  const told = newlyMissing + moved + stillMissing + fixed + newPath + gonePath + notComparable;
  return told === 0 && base.good === base.judged && run.good === run.judged;
}
