import type { ParentState } from '../domain/parent-states';
import type { AttributionState } from '../domain/states';
import { at, intAt } from './at';
import { canonicalOrder, layOut, type TreeShape } from './build-forest';
import { checksumOf } from './collapsed-mask';
import { textAt } from './packed-texts';
import type { Skeleton, SkeletonBreak } from './skeleton';
import { readColumns, type SpanColumns, valueAt } from './span-columns';
import { type TimeScale, timeScaleOf } from './time-scale';

/** A parent that spans name and that is not among them. */
export type GhostState = 'pending' | 'missing' | 'elsewhere';

/** A break: its top node and everything below it that misses the same keys, as one thing. */
export interface BreakRegion extends SkeletonBreak {
  readonly node: number;
}

/** What is odd or wrong about a tree, in numbers. */
export interface TreeFacts {
  readonly spans: number;
  readonly problems: number;
  readonly breaks: number;
  readonly missingParents: number;
  readonly cycles: number;
  readonly selfParents: number;
  /** Spans received more than once, and those of them that came with different contents. */
  readonly repeated: number;
  readonly varying: number;
  /** Spans that start before their parent, or end before they start, by more than {@link SKEW_NANOS}. */
  readonly skewed: number;
}

/**
 * A session as a tree, with all that is looked up per row. Nodes are numbers: spans first, then the parents that are not
 * there. Columns are indexed by node. Nothing here is a class, because a worker hands it to the page.
 */
export interface SessionTree {
  readonly columns: SpanColumns;
  readonly shape: TreeShape;
  /** Place of every node in tree order. */
  readonly position: Int32Array;
  /** By ghost, node less the number of spans. */
  readonly ghostStates: readonly GhostState[];
  /** By ghost: the first span that names it. */
  readonly ghostChildren: Int32Array;
  /** Nodes with children, in tree order, and the checksum of their ids. */
  readonly parents: Int32Array;
  readonly parentsChecksum: string;
  readonly scale: TimeScale;
  /** 1 for a span with something wrong. */
  readonly problems: Uint8Array;
  /** In tree order. */
  readonly breaks: readonly BreakRegion[];
  /** Index into `breaks`; -1 outside every region. */
  readonly regions: Int32Array;
  /** 1 for a root of a trace that already has one. */
  readonly secondRoots: Uint8Array;
  readonly facts: TreeFacts;
}

/** Clocks of one machine agree better than this; larger steps are worth a word (audit-semantics 2.11). */
const SKEW_NANOS = 1e9;

const WRONG: ReadonlySet<AttributionState> = new Set(['missing', 'conflicting', 'malformed', 'unattributable']);
const DAMAGED: ReadonlySet<ParentState> = new Set(['missing', 'self', 'cut']);

/** Everything a page computes once per answer of the server. Linear in spans, no recursion. */
export function buildSessionTree(skeleton: Skeleton): SessionTree {
  const columns = readColumns(skeleton);
  const ghosts = readGhosts(columns);
  const parent = parentsOf(columns);
  const { roots, cycles, ...shape } = layOut(parent, canonicalOrder(columns.count, compareIn(columns)));
  const position = new Int32Array(shape.order.length);
  shape.order.forEach((node, place) => {
    position[node] = place;
  });
  const parents = shape.order.filter((node) => intAt(shape.size, node) > 1);
  const problems = findProblems(columns);
  const breaks = skeleton.breaks
    .map((told) => ({ ...told, node: told.span }))
    .sort((a, b) => intAt(position, a.node) - intAt(position, b.node));
  return {
    columns,
    shape,
    position,
    ...ghosts,
    parents,
    parentsChecksum: checksumOf(idsOf({ columns, ghostChildren: ghosts.ghostChildren }, parents)),
    scale: timeScaleOf(columns),
    problems,
    breaks,
    regions: findRegions(columns, shape, breaks),
    secondRoots: findSecondRoots(columns, roots),
    facts: {
      spans: columns.count,
      problems: sum(problems),
      breaks: breaks.length,
      missingParents: ghosts.ghostStates.filter((state) => state === 'missing').length,
      cycles: cycles.length,
      selfParents: columns.parents.reduce((count, up, span) => (up === span ? count + 1 : count), 0),
      repeated: countAbove(columns.sightings, 1),
      varying: countAbove(columns.variants, 1),
      skewed: countSkewed(columns, shape),
    },
  };
}

type NodeNames = Pick<SessionTree, 'columns' | 'ghostChildren'>;

/** Stable name of a node: it survives spans that arrive later. */
export function idOfNode({ columns, ghostChildren }: NodeNames, node: number): string {
  if (node < columns.count) return `${valueAt(columns.traceIds, node)}:${textAt(columns.spanIds, node)}`;
  const ghost = node - columns.count;
  const traceId = valueAt(columns.traceIds, intAt(ghostChildren, ghost));
  return `ghost ${traceId}:${textAt(columns.absentParents, ghost)}`;
}

function* idsOf(names: NodeNames, nodes: Int32Array): Generator<string> {
  for (const node of nodes) yield idOfNode(names, node);
}

/** By start, trace id, span id, as the store sorts them. */
function compareIn(columns: SpanColumns): (a: number, b: number) => number {
  const compareText = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
  return (a, b) =>
    (columns.starts[a] ?? 0) - (columns.starts[b] ?? 0) ||
    compareText(valueAt(columns.traceIds, a), valueAt(columns.traceIds, b)) ||
    compareText(textAt(columns.spanIds, a), textAt(columns.spanIds, b));
}

function readGhosts({ count, settled, parents, parentStates, absentParents }: SpanColumns) {
  const ghostCount = absentParents.offsets.length - 1;
  const ghostStates = new Array<GhostState>(ghostCount).fill(settled ? 'missing' : 'pending');
  const ghostChildren = new Int32Array(ghostCount).fill(-1);
  for (let span = 0; span < count; span++) {
    const ghost = intAt(parents, span) - count;
    if (ghost < 0) continue;
    if (intAt(ghostChildren, ghost) < 0) ghostChildren[ghost] = span;
    if (valueAt(parentStates, span) === 'elsewhere') ghostStates[ghost] = 'elsewhere';
  }
  return { ghostStates, ghostChildren };
}

/** By node; spans that name themselves are roots. */
function parentsOf({ count, parents, absentParents }: SpanColumns): Int32Array {
  const parent = new Int32Array(count + absentParents.offsets.length - 1).fill(-1);
  for (let span = 0; span < count; span++) {
    const up = intAt(parents, span);
    if (up !== span) parent[span] = up;
  }
  return parent;
}

/** 1 for a span somebody should look at: a key wrong or lost, no place in the tree, or sent in two versions. */
function findProblems(columns: SpanColumns): Uint8Array {
  const { states, custodies, parentStates, variants } = columns;
  const isWrong = states.values.map((row) => row.some((state) => WRONG.has(state)));
  const isLost = custodies.values.map((state) => state !== null && state !== 'preserved');
  const isDamaged = parentStates.values.map((state) => DAMAGED.has(state));
  const problems = new Uint8Array(columns.count);
  for (let span = 0; span < columns.count; span++) {
    const isProblem =
      at(isWrong, intAt(states.index, span)) ||
      at(isLost, intAt(custodies.index, span)) ||
      at(isDamaged, intAt(parentStates.index, span)) ||
      intAt(variants, span) > 1;
    if (isProblem) problems[span] = 1;
  }
  return problems;
}

/**
 * A region starts at its break point and goes on below while a span misses any of the break's keys. Findings name at
 * most 50 of their spans, so the region is walked here, once in tree order.
 */
function findRegions({ states }: SpanColumns, shape: TreeShape, breaks: readonly BreakRegion[]): Int32Array {
  const breakOfNode = new Map(breaks.map(({ node }, region) => [node, region]));
  const regions = new Int32Array(shape.order.length).fill(-1);
  for (const node of shape.order) {
    const own = breakOfNode.get(node);
    if (own !== undefined) {
      regions[node] = own;
      continue;
    }
    const up = intAt(shape.parent, node);
    const region = up < 0 ? -1 : intAt(regions, up);
    if (region < 0 || node >= shape.spanCount) continue;
    const row = valueAt(states, node);
    if (at(breaks, region).keys.some((key) => row[key] === 'missing')) regions[node] = region;
  }
  return regions;
}

function findSecondRoots({ count, traceIds }: SpanColumns, roots: readonly number[]): Uint8Array {
  const hasRoot = new Uint8Array(traceIds.values.length);
  const second = new Uint8Array(count);
  for (const root of roots) {
    if (root >= count) continue;
    const trace = intAt(traceIds.index, root);
    if (hasRoot[trace] === 1) second[root] = 1;
    hasRoot[trace] = 1;
  }
  return second;
}

function countSkewed({ count, starts, ends }: SpanColumns, { parent }: TreeShape): number {
  let skewed = 0;
  for (let span = 0; span < count; span++) {
    const start = starts[span] ?? 0;
    const up = intAt(parent, span);
    const isEarly = up >= 0 && up < count && (starts[up] ?? 0) - start > SKEW_NANOS;
    // Never true for a span without an end.
    if (isEarly || start - (ends[span] ?? 0) > SKEW_NANOS) skewed++;
  }
  return skewed;
}

function sum(flags: Uint8Array): number {
  let total = 0;
  for (const flag of flags) total += flag;
  return total;
}

function countAbove(column: Int32Array, limit: number): number {
  let count = 0;
  for (const value of column) if (value > limit) count++;
  return count;
}
