import type { BreakShape, SpanRef } from '../domain/finding';
import type { ParentState } from '../domain/parent-states';
import type { AttributionState, CustodyState } from '../domain/states';
import { at, intAt } from './at';
import { buildForest, type Forest, spanKey } from './build-forest';
import { type TimedSpan, type TimeScale, timeScaleOf } from './time-scale';

/** What the tree needs of one span of a session's skeleton. Times are decimal nanoseconds. */
export interface SessionTreeSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly parentState: ParentState;
  readonly startUnixNano: string;
  readonly endUnixNano: string | null;
  /** In the order of the session's keys. */
  readonly states: readonly AttributionState[];
  readonly custody: CustodyState | null;
  readonly variants: number;
}

/** What the tree needs of a session. */
export interface TreeSession<S extends SessionTreeSpan> {
  readonly settled: boolean;
  readonly keys: readonly string[];
  readonly spans: readonly S[];
  readonly findings: readonly TreeFinding[];
}

export interface TreeFinding {
  readonly title: string;
  readonly keys: readonly string[];
  readonly span: SpanRef | null;
  /** null for what is no break. */
  readonly shape: BreakShape | null;
  readonly size: number;
}

/** A break: its top node and everything below it that misses the same keys, as one thing. */
export interface BreakRegion {
  readonly node: number;
  readonly finding: TreeFinding;
}

/** A session as a tree, with all that is looked up per row. Columns are indexed by node of the forest. */
export interface SessionTree<S extends SessionTreeSpan> {
  readonly spans: readonly S[];
  readonly forest: Forest;
  /** Stable names of the nodes: they survive spans that arrive later. */
  readonly ids: readonly string[];
  readonly nodeOfId: ReadonlyMap<string, number>;
  /** Nodes with children, in tree order. */
  readonly parents: readonly number[];
  /** In nanoseconds since the earliest start. */
  readonly times: readonly TimedSpan[];
  readonly scale: TimeScale;
  /** 1 for a span with something wrong. */
  readonly problems: Uint8Array;
  readonly problemCount: number;
  /** In tree order. */
  readonly breaks: readonly BreakRegion[];
  /** Index into `breaks`; -1 outside every region. */
  readonly regions: Int32Array;
  /** Roots of a trace that already has one. */
  readonly secondRoots: ReadonlySet<number>;
  /** Spans that start before their parent, or end before they start, by more than {@link SKEW_NANOS}. */
  readonly skewed: number;
}

/** Clocks of one machine agree better than this; larger steps are worth a word (audit-semantics 2.11). */
const SKEW_NANOS = 1e9;

const WRONG: ReadonlySet<AttributionState> = new Set(['missing', 'conflicting', 'malformed', 'unattributable']);
const DAMAGED: ReadonlySet<ParentState> = new Set(['missing', 'self', 'cut']);

/** True for a span somebody should look at: a key wrong or lost, no place in the tree, or sent in two versions. */
export function isProblemSpan(span: SessionTreeSpan): boolean {
  return (
    span.states.some((state) => WRONG.has(state)) ||
    (span.custody !== null && span.custody !== 'preserved') ||
    DAMAGED.has(span.parentState) ||
    span.variants > 1
  );
}

/** Everything the page computes once per answer of the server. Linear in spans after one sort. */
export function buildSessionTree<S extends SessionTreeSpan>(session: TreeSession<S>): SessionTree<S> {
  const { spans } = session;
  const times = timesOf(spans);
  const forest = buildForest(
    spans.map((span, i) => ({
      traceId: span.traceId,
      spanId: span.spanId,
      parentSpanId: span.parentSpanId,
      start: at(times, i).start,
    })),
    { settled: session.settled, elsewhere: parentsElsewhere(spans) },
  );
  const ids = [
    ...spans.map((span) => spanKey(span.traceId, span.spanId)),
    ...forest.ghosts.map((ghost) => `ghost ${spanKey(ghost.traceId, ghost.spanId)}`),
  ];
  const nodeOfId = new Map<string, number>();
  ids.forEach((id, node) => {
    if (!nodeOfId.has(id)) nodeOfId.set(id, node);
  });
  const problems = Uint8Array.from(spans, (span) => (isProblemSpan(span) ? 1 : 0));
  return {
    spans,
    forest,
    ids,
    nodeOfId,
    parents: [...forest.order].filter((node) => intAt(forest.size, node) > 1),
    times,
    scale: timeScaleOf(times),
    problems,
    problemCount: problems.reduce((sum, flag) => sum + flag, 0),
    ...findRegions(session, forest, nodeOfId),
    secondRoots: findSecondRoots(forest, spans),
    skewed: countSkewed(forest, times),
  };
}

function timesOf(spans: readonly SessionTreeSpan[]): TimedSpan[] {
  const starts = spans.map((span) => BigInt(span.startUnixNano));
  let origin = starts[0] ?? 0n;
  for (const start of starts) if (start < origin) origin = start;
  return spans.map(({ endUnixNano }, i) => ({
    start: Number(at(starts, i) - origin),
    end: endUnixNano === null ? null : Number(BigInt(endUnixNano) - origin),
  }));
}

function parentsElsewhere(spans: readonly SessionTreeSpan[]): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { parentState, traceId, parentSpanId } of spans)
    if (parentState === 'elsewhere' && parentSpanId !== null) keys.add(spanKey(traceId, parentSpanId));
  return keys;
}

/**
 * A region starts at its break point and goes on below while a span misses any of the break's keys. Findings name at
 * most 50 of their spans, so the region is walked here, once in tree order.
 */
function findRegions(session: TreeSession<SessionTreeSpan>, forest: Forest, nodeOfId: ReadonlyMap<string, number>) {
  const breakOfNode = new Map<number, TreeFinding>();
  for (const finding of session.findings) {
    if (finding.shape === null || finding.span === null) continue;
    const node = nodeOfId.get(spanKey(finding.span.traceId, finding.span.spanId));
    if (node !== undefined && !breakOfNode.has(node)) breakOfNode.set(node, finding);
  }
  const breaks: BreakRegion[] = [];
  const columns: number[][] = [];
  const regions = new Int32Array(forest.order.length).fill(-1);
  for (const node of forest.order) {
    const finding = breakOfNode.get(node);
    if (finding !== undefined) {
      regions[node] = breaks.push({ node, finding }) - 1;
      columns.push(finding.keys.map((key) => session.keys.indexOf(key)));
      continue;
    }
    const up = intAt(forest.parent, node);
    const region = up < 0 ? -1 : intAt(regions, up);
    if (region < 0 || node >= forest.spanCount) continue;
    const { states } = at(session.spans, node);
    if (at(columns, region).some((column) => states[column] === 'missing')) regions[node] = region;
  }
  return { breaks, regions };
}

function findSecondRoots(forest: Forest, spans: readonly SessionTreeSpan[]): ReadonlySet<number> {
  const traces = new Set<string>();
  const second = new Set<number>();
  for (const root of forest.roots) {
    if (root >= forest.spanCount) continue;
    const { traceId } = at(spans, root);
    if (traces.has(traceId)) second.add(root);
    traces.add(traceId);
  }
  return second;
}

function countSkewed(forest: Forest, times: readonly TimedSpan[]): number {
  let skewed = 0;
  times.forEach(({ start, end }, node) => {
    const up = intAt(forest.parent, node);
    const isEarly = up >= 0 && up < forest.spanCount && at(times, up).start - start > SKEW_NANOS;
    if (isEarly || (end !== null && start - end > SKEW_NANOS)) skewed++;
  });
  return skewed;
}

/** Spans whose name, span id or trace id contains the text, whatever the case; null for no text. */
export function searchSpans(
  spans: readonly (SessionTreeSpan & { readonly name: string })[],
  text: string,
): ReadonlySet<number> | null {
  const needle = text.trim().toLowerCase();
  if (needle === '') return null;
  const matches = new Set<number>();
  spans.forEach(({ name, spanId, traceId }, node) => {
    if (name.toLowerCase().includes(needle) || spanId.includes(needle) || traceId.includes(needle)) matches.add(node);
  });
  return matches;
}
