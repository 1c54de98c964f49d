import type { AttributionKey } from '../domain/attribution-keys';
import { at, intAt } from '../trace/at';
import { conflictKind } from './conflict-kind';
import { crossedDatapoints } from './crossed-datapoints';
import { type Expectation, gatherSources, isOpenerName, RUN_KEY, type Sources } from './expected-values';
import { type AuditCase, isOfSession, ownValue } from './open-case';
import type { Source, Verdict } from './verdict';

/** What holds at one node, for the spans below it. */
interface Column {
  /** The value that is right here, by node; null when nobody knows one. */
  readonly truth: (string | null)[];
  readonly source: (Source | null)[];
  /** Nearest node at or above this one that carries the key; -1 for none. */
  readonly carrier: Int32Array;
}

/** How the way from a span to its root ends. */
const WHOLE = 0;
const PENDING = 1;
const LOST = 2;

/**
 * Judges every attribution key of every span of the session: by span, in the order of `c.keys`.
 *
 * One walk from the roots down. What a span should carry is what is *right* at its parent: the parent's own value when
 * that is right, else what the parent should have carried. So a wrong value is not handed down as the expected one, and
 * a right value below a wrong one is not accused (audit-semantics 2.3 takes
 * the nearest value whatever it is).
 */
export function judgeSpans(c: AuditCase): readonly (readonly Verdict[])[] {
  const { order, parent } = c.forest;
  const sources = gatherSources(c);
  const crossed = crossedDatapoints(c);
  const columns = c.keys.map(() => newColumn(order.length));
  const path = new Uint8Array(order.length);
  const verdicts = new Array<readonly Verdict[]>(c.spans.length);

  for (const node of order) {
    if (node >= c.all.length) {
      path[node] = at(c.forest.ghosts, node - c.all.length).state === 'pending' ? PENDING : LOST;
      continue;
    }
    const up = intAt(parent, node);
    path[node] = up < 0 ? WHOLE : (path[up] ?? WHOLE);
    const isHandedDown = up >= 0 && up < c.all.length && staysInRun(c, columns, up, node);
    if (isOfSession(c, node)) {
      verdicts[node] = judgeSpan({
        c,
        node,
        up: isHandedDown ? up : -1,
        path: path[node] ?? WHOLE,
        sources,
        columns,
        crossed,
      });
    } else {
      passRelated(c, columns, node, isHandedDown ? up : -1);
    }
  }
  return verdicts;
}

function newColumn(nodes: number): Column {
  return {
    truth: new Array<string | null>(nodes).fill(null),
    source: new Array<Source | null>(nodes).fill(null),
    carrier: new Int32Array(nodes).fill(-1),
  };
}

/** A span of another session opens a scope of its own, unless it belongs to the same run as its parent. */
function staysInRun(c: AuditCase, columns: readonly Column[], up: number, node: number): boolean {
  const span = at(c.all, node);
  if (span.sessionId === at(c.all, up).sessionId) return true;
  const run = c.keys.findIndex(({ name }) => name === RUN_KEY);
  if (run < 0) return true;
  const recorded = isOfSession(c, node) ? (c.recorded.get(RUN_KEY) ?? null) : null;
  const own = ownValue(span, RUN_KEY) ?? recorded;
  const above = at(columns, run).truth[up] ?? null;
  return own === null || above === null || own === above;
}

/** A span of another session is not judged here; it only hands down what it has. */
function passRelated(c: AuditCase, columns: readonly Column[], node: number, up: number): void {
  c.keys.forEach((key, k) => {
    const column = at(columns, k);
    const own = ownValue(at(c.all, node), key.name);
    column.truth[node] = own ?? (up < 0 ? null : (column.truth[up] ?? null));
    column.carrier[node] = own !== null ? node : up < 0 ? -1 : intAt(column.carrier, up);
    if (own === null && up >= 0) column.source[node] = column.source[up] ?? null;
  });
}

interface SpanCase {
  readonly c: AuditCase;
  readonly node: number;
  /** The parent whose values hold here; -1 for none. */
  readonly up: number;
  readonly path: number;
  readonly sources: Sources;
  readonly columns: readonly Column[];
  /** Datapoint whose inputs a root span worked on, by node. */
  readonly crossed: ReadonlyMap<number, string>;
}

function judgeSpan(s: SpanCase): readonly Verdict[] {
  const span = at(s.c.all, s.node);
  const expectations: (Expectation | null)[] = [];
  const ownRun = ownValue(span, RUN_KEY);
  let run = ownRun;
  s.c.keys.forEach((key, k) => {
    const expectation = expect(s, key, k, run);
    expectations.push(expectation);
    if (key.name === RUN_KEY) run = ownRun ?? expectation?.value ?? null;
  });
  const opensRun = isOpenerName(span.name) && ownRun !== null && isForeignRun(s, ownRun, expectations);
  return s.c.keys.map((key, k) => {
    const expectation = opensRun ? null : at(expectations, k);
    const verdict = judgeKey(s, key, k, expectation, run);
    remember(s, key, k, expectation, verdict);
    return verdict;
  });
}

function isForeignRun(s: SpanCase, ownRun: string, expectations: readonly (Expectation | null)[]): boolean {
  const expected = expectations[s.c.keys.findIndex(({ name }) => name === RUN_KEY)];
  return expected != null && expected.value !== ownRun;
}

function expect(s: SpanCase, key: AttributionKey, k: number, run: string | null): Expectation | null {
  const { truth, source, carrier } = at(s.columns, k);
  const crossed = crossedDatapoint(s, key);
  if (crossed !== null) return { value: crossed, source: 'inputs' };
  const handedDown = s.up < 0 ? null : (truth[s.up] ?? null);
  if (handedDown !== null) {
    return { value: handedDown, source: intAt(carrier, s.up) >= 0 ? 'E1' : (source[s.up] ?? 'E1') };
  }
  return s.sources.expect(s.node, key.name, run, s.path !== WHOLE);
}

/** The datapoint whose inputs the span worked on, unless it says so itself: then the session is the wrong one. */
function crossedDatapoint({ c, node, crossed }: SpanCase, key: AttributionKey): string | null {
  const datapoint = key.level === 'datapoint' ? crossed.get(node) : undefined;
  return datapoint === undefined || datapoint === ownValue(at(c.all, node), key.name) ? null : datapoint;
}

function judgeKey(
  s: SpanCase,
  key: AttributionKey,
  k: number,
  expectation: Expectation | null,
  run: string | null,
): Verdict {
  const own = at(s.c.all, s.node).keys[key.name];
  const carrier = s.up < 0 ? -1 : intAt(at(s.columns, k).carrier, s.up);
  const base = {
    expected: expectation?.value ?? null,
    source: expectation?.source ?? null,
    conflict: null,
    nearest: carrier < 0 ? null : carrier,
  };
  if (own !== undefined && own.values.length > 1) return { ...base, state: 'conflicting', conflict: 'self-conflict' };
  if (own !== undefined && own.values.length === 1) {
    if (expectation === null || expectation.value === at(own.values, 0)) return { ...base, state: 'present' };
    if (s.path === PENDING) return { ...base, state: 'pending' };
    const isCrossed = crossedDatapoint(s, key) !== null;
    return {
      ...base,
      state: 'conflicting',
      conflict: isCrossed ? 'crossed' : conflictKind(s.c, s.node, key, expectation),
    };
  }
  if (own !== undefined) return { ...base, state: 'malformed' };
  if (s.path === PENDING) return { ...base, state: 'pending' };
  if (expectation !== null) return { ...base, state: 'missing' };
  return { ...base, state: isRequired(s, key, run) ? 'unattributable' : 'not-applicable' };
}

/**
 * True when a span that carries no value, and for which no source has one, should nevertheless have one. Only evidence
 * of the run or the session makes it so, never the absence itself (audit-semantics 2.4):
 * - the session's spans name several values and the span stands inside one of them;
 * - the span belongs to a run that announced its datapoints;
 * - the span names a run of which nobody knows the dataset, because no client declared it.
 */
function isRequired({ c, node, sources }: SpanCase, key: AttributionKey, run: string | null): boolean {
  if (sources.isDisputed(node, key.name)) return true;
  if (run === null || key.name === RUN_KEY) return false;
  const declared = c.run?.declared && c.run.runId === run ? c.run : null;
  return key.level === 'datapoint' ? declared !== null && declared.datapointIds.length > 0 : declared === null;
}

function remember(
  s: SpanCase,
  key: AttributionKey,
  k: number,
  expectation: Expectation | null,
  verdict: Verdict,
): void {
  const column = at(s.columns, k);
  const own = ownValue(at(s.c.all, s.node), key.name);
  const isRight = own !== null && verdict.state === 'present';
  column.carrier[s.node] = isRight ? s.node : s.up < 0 ? -1 : intAt(column.carrier, s.up);
  column.source[s.node] = verdict.source;
  if (isRight) column.truth[s.node] = own;
  // What came too late for this span is no reason to accuse its other children.
  else if (expectation?.source === 'E2' && s.sources.isAboveOpener(s.node, key.name)) column.truth[s.node] = null;
  else column.truth[s.node] = verdict.expected;
}
