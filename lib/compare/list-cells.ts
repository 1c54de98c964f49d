import type {
  BaselineState,
  CellSide,
  CellState,
  ComparedCell,
  ComparedNode,
  Grade,
  LocatedSpan,
} from '../domain/comparison';
import { CAUSES } from '../domain/finding';
import { TextHash } from '../domain/hash-text';
import { type AttributionState, CUSTODY_STATES, type CustodyState } from '../domain/states';
import { at, intAt } from '../trace/at';
import type { CellKeys } from './cell-keys';
import { gradeText } from './grade-text';
import type { JudgedCell } from './judge-cells';
import { ATTRIBUTION_RANKS, type NodeCells, type SideCounts } from './node-cells';
import { wilsonInterval } from './statistics';

/** Cells that are listed; all are counted. */
export const CELLS_MAX = 10_000;

/** Of what is no regression by state, and of regressions by grade. */
const GRAVITY: Readonly<Record<Grade | Exclude<CellState, 'newly-missing' | 'moved'>, number>> = {
  confirmed: 0,
  suspected: 1,
  'new-path': 2,
  'still-missing': 3,
  'gone-path': 4,
  fixed: 5,
  'not-comparable': 6,
};

/**
 * The gravest of all cells that are offered: regressions, confirmed before suspected, then the others by state;
 * attribution before sent keys, the larger share first, then in tree order.
 */
export class GravestCells {
  readonly #keys: CellKeys;
  #chosen: JudgedCell[] = [];
  /** Since the last was left out nothing less grave needs a look. */
  #last: JudgedCell | null = null;

  constructor(keys: CellKeys) {
    this.#keys = keys;
  }

  offer(judged: JudgedCell): void {
    if (this.#last !== null && this.#compare(judged, this.#last) > 0) return;
    this.#chosen.push(judged);
    if (this.#chosen.length >= 2 * CELLS_MAX) this.list();
  }

  list(): readonly JudgedCell[] {
    this.#chosen = this.#chosen.sort((a, b) => this.#compare(a, b)).slice(0, CELLS_MAX);
    this.#last = this.#chosen[CELLS_MAX - 1] ?? null;
    return this.#chosen;
  }

  #compare(a: JudgedCell, b: JudgedCell): number {
    const { attribution, order } = this.#keys;
    return (
      gravityOf(a) - gravityOf(b) ||
      Number(a.cell >= attribution) - Number(b.cell >= attribution) ||
      b.share - a.share ||
      a.node - b.node ||
      intAt(order, a.cell) - intAt(order, b.cell)
    );
  }
}

function gravityOf({ state, grade }: JudgedCell): number {
  if (grade !== null) return GRAVITY[grade];
  return state === 'newly-missing' || state === 'moved' ? GRAVITY.suspected : GRAVITY[state];
}

/** Cells as they are told, in their order. @param tested how many cells were tested */
export function tellCells(
  chosen: readonly JudgedCell[],
  tested: number,
  nodeCells: NodeCells,
  nodes: readonly ComparedNode[],
  keys: CellKeys,
): readonly ComparedCell[] {
  const list: ComparedCell[] = [];
  const byNode = chosen.map((judged, place) => ({ judged, place })).sort((a, b) => a.judged.node - b.judged.node);
  let node = -1;
  let examples: Examples = { base: new Map(), run: new Map() };
  for (const { judged, place } of byNode) {
    if (judged.node !== node) {
      node = judged.node;
      nodeCells.read(node);
      examples = { base: nodeCells.examples('base', node), run: nodeCells.examples('run', node) };
    }
    list[place] = toCell(judged, tested, nodeCells, examples, at(nodes, node), keys);
  }
  return list;
}

type Examples = Readonly<Record<'base' | 'run', ReadonlyMap<number, LocatedSpan>>>;

const BASELINE_STATES: Readonly<Record<Exclude<CellState, 'not-comparable'>, BaselineState>> = {
  'newly-missing': 'new',
  moved: 'new',
  'new-path': 'new',
  'still-missing': 'unchanged',
  fixed: 'absent',
  'gone-path': 'absent',
};

function toCell(
  judged: JudgedCell,
  tested: number,
  { counts, changes }: NodeCells,
  examples: Examples,
  { path }: ComparedNode,
  { names, attribution }: CellKeys,
): ComparedCell {
  const { node, cell, state, grade, p } = judged;
  const isAttribution = cell < attribution;
  const base = toSide(counts.base, cell, isAttribution, examples.base);
  const run = toSide(counts.run, cell, isAttribution, examples.run);
  const kind = isAttribution ? 'attribution' : 'sent';
  const key = at(names, cell);
  return {
    node,
    kind,
    key,
    state,
    baselineState: baselineStateOf(judged, base, run),
    base,
    run,
    datapoints: {
      newlyMissing: intAt(changes.newlyMissing, cell),
      fixed: intAt(changes.fixed, cell),
      stillMissing: intAt(changes.stillMissing, cell),
    },
    grade,
    gradeText: gradeText(judged, counts, run?.worst ?? 'missing', tested),
    p: state === 'fixed' ? null : (p?.worse ?? null),
    flake: flakeOf(run),
    fingerprint: fingerprintOf([kind, key, path, ...marksOf(run !== null && run.bad > 0 ? run : base)]),
  };
}

/** null when the run says nothing of the cell. */
function toSide(
  counts: SideCounts,
  cell: number,
  isAttribution: boolean,
  examples: ReadonlyMap<number, LocatedSpan>,
): CellSide | null {
  const datapoints = intAt(counts.datapoints, cell);
  if (datapoints === 0) return null;
  const bad = intAt(counts.bad, cell);
  const ranks: readonly (AttributionState | CustodyState)[] = isAttribution ? ATTRIBUTION_RANKS : CUSTODY_STATES;
  return {
    datapoints,
    bad,
    interval: wilsonInterval(bad, datapoints),
    spans: intAt(counts.spans, cell),
    badSpans: intAt(counts.badSpans, cell),
    worst: at(ranks, intAt(counts.worst, cell)),
    causes: CAUSES.filter((_, cause) => (intAt(counts.causes, cell) & (1 << cause)) !== 0),
    example: examples.get(cell) ?? null,
  };
}

function baselineStateOf({ state, isChanged }: JudgedCell, base: CellSide | null, run: CellSide | null): BaselineState {
  if (isChanged) return 'updated';
  if (state !== 'not-comparable') return BASELINE_STATES[state];
  if ((run?.bad ?? 0) > 0) return 'new';
  return (base?.bad ?? 0) > 0 ? 'absent' : 'unchanged';
}

function flakeOf(run: CellSide | null): ComparedCell['flake'] {
  if (run === null || run.bad === 0) return null;
  return run.bad === run.datapoints ? 'deterministic' : 'intermittent';
}

function marksOf(side: CellSide | null): readonly string[] {
  return side === null ? [] : [side.worst, ...side.causes];
}

function fingerprintOf(parts: readonly string[]): string {
  const hash = new TextHash();
  for (const part of parts) hash.addText(part);
  return hash.digest();
}
