import type { AttributionKey } from '../domain/attribution-keys';
import type { AttributionState, ConflictKind } from '../domain/states';
import { at, intAt } from '../trace/at';
import { ConflictClassifier } from './conflict-classifier';
import { crossedDatapoints } from './crossed-datapoints';
import { type Expectation, gatherSources, isOpenerName, RUN_KEY, type Sources } from './expected-values';
import { type AuditCase, isOfSession, type OwnValueColumn, ownValue } from './open-case';
import type { Verdict } from './verdict';

/**
 * Judges every attribution key of every span of the session: by span, in the order of `c.keys`.
 *
 * One walk from the roots down. What a span should carry is what is *right* at its parent: the parent's own value when
 * that is right, else what the parent should have carried. So a wrong value is not handed down as the expected one, and
 * a right value below a wrong one is not accused (audit-semantics 2.3 takes the nearest value whatever it is).
 */
export function judgeSpans(c: AuditCase): readonly (readonly Verdict[])[] {
  return new SpanJudge(c).judgeAll();
}

/** How the way from a span to its root ends. */
const WHOLE = 0;
const PENDING = 1;
const LOST = 2;

/** What holds for one key, by node, for the spans below. */
interface Column {
  readonly key: AttributionKey;
  readonly own: OwnValueColumn;
  /** What a child should carry; null when nobody knows. Shared objects: one per place where a value comes in. */
  readonly below: (Expectation | null)[];
  /** Nearest node at or above this one that carries the right value; -1 for none. */
  readonly carrier: Int32Array;
  /** Spans in a row mostly get the same verdict; it is made once. */
  last: Verdict | null;
}

class SpanJudge {
  readonly #c: AuditCase;
  readonly #sources: Sources;
  /** Datapoint whose inputs a root span worked on, by node. */
  readonly #crossed: ReadonlyMap<number, string>;
  readonly #conflicts: ConflictClassifier;
  readonly #columns: readonly Column[];
  readonly #runColumn: Column | undefined;
  readonly #path: Uint8Array;

  constructor(c: AuditCase) {
    const nodes = c.forest.order.length;
    this.#c = c;
    this.#sources = gatherSources(c);
    this.#crossed = crossedDatapoints(c);
    this.#conflicts = new ConflictClassifier(c);
    this.#path = new Uint8Array(nodes);
    this.#columns = c.keys.map((key) => ({
      key,
      own: c.own.get(key.name) ?? [],
      below: new Array<Expectation | null>(nodes).fill(null),
      carrier: new Int32Array(nodes).fill(-1),
      last: null,
    }));
    this.#runColumn = this.#columns.find(({ key }) => key.name === RUN_KEY);
  }

  judgeAll(): readonly (readonly Verdict[])[] {
    const { all, spans, forest } = this.#c;
    const verdicts = new Array<readonly Verdict[]>(spans.length);
    for (const node of forest.order) {
      if (node >= all.length) {
        this.#path[node] = at(forest.ghosts, node - all.length).state === 'pending' ? PENDING : LOST;
        continue;
      }
      const parent = intAt(forest.parent, node);
      this.#path[node] = parent < 0 ? WHOLE : (this.#path[parent] ?? WHOLE);
      const up = parent >= 0 && parent < all.length && this.#staysInRun(parent, node) ? parent : -1;
      if (isOfSession(this.#c, node)) verdicts[node] = this.#judgeSpan(node, up);
      else this.#passRelated(node, up);
    }
    return verdicts;
  }

  /** A span of another session opens a scope of its own, unless it belongs to the same run as its parent. */
  #staysInRun(parent: number, node: number): boolean {
    const span = at(this.#c.all, node);
    if (span.sessionId === at(this.#c.all, parent).sessionId) return true;
    const recorded = isOfSession(this.#c, node) ? (this.#c.recorded.get(RUN_KEY) ?? null) : null;
    const own = ownValue(this.#c, node, RUN_KEY) ?? recorded;
    const above = this.#runColumn?.below[parent]?.value ?? null;
    return own === null || above === null || own === above;
  }

  /** A span of another session is not judged here; it only hands down what it has. */
  #passRelated(node: number, up: number): void {
    for (const column of this.#columns) {
      const own = column.own[node] ?? null;
      if (own === null) this.#passDown(column, node, up, up < 0 ? null : (column.below[up] ?? null));
      else this.#bringIn(column, node, up, own);
    }
  }

  #passDown(column: Column, node: number, up: number, expectation: Expectation | null): void {
    column.below[node] = expectation;
    column.carrier[node] = up < 0 ? -1 : intAt(column.carrier, up);
  }

  #bringIn(column: Column, node: number, up: number, value: string): void {
    const above = up < 0 ? null : (column.below[up] ?? null);
    const isKnown = above !== null && above.source === 'E1' && above.value === value;
    column.below[node] = isKnown ? above : { value, source: 'E1' };
    column.carrier[node] = node;
  }

  #judgeSpan(node: number, up: number): readonly Verdict[] {
    const span = at(this.#c.all, node);
    const ownRun = this.#runColumn?.own[node] ?? null;
    const opensRun = ownRun !== null && isOpenerName(span.name) && this.#isForeignRun(node, up, ownRun);
    const row: Verdict[] = [];
    let run = ownRun;
    for (const column of this.#columns) {
      const expectation = opensRun ? null : this.#expect(column, node, up, run);
      if (column === this.#runColumn) run = ownRun ?? expectation?.value ?? null;
      const verdict = this.#judgeKey(column, node, up, expectation, run);
      row.push(verdict);
      const own = verdict.state === 'present' ? (column.own[node] ?? null) : null;
      if (own !== null) this.#bringIn(column, node, up, own);
      else this.#passDown(column, node, up, this.#cameTooLate(column, node, expectation) ? null : expectation);
    }
    return row;
  }

  #isForeignRun(node: number, up: number, ownRun: string): boolean {
    const expected = this.#runColumn === undefined ? null : this.#expect(this.#runColumn, node, up, ownRun);
    return expected !== null && expected.value !== ownRun;
  }

  /** What came too late for a span is no reason to accuse its other children. */
  #cameTooLate(column: Column, node: number, expectation: Expectation | null): boolean {
    return expectation?.source === 'E2' && this.#sources.isAboveOpener(node, column.key.name);
  }

  #expect(column: Column, node: number, up: number, run: string | null): Expectation | null {
    const crossed = this.#crossedDatapoint(column.key, node);
    if (crossed !== null) return { value: crossed, source: 'inputs' };
    const handedDown = up < 0 ? null : (column.below[up] ?? null);
    return handedDown ?? this.#sources.expect(node, column.key.name, run, this.#path[node] !== WHOLE);
  }

  /** The datapoint whose inputs the span worked on, unless it says so itself: then the session is the wrong one. */
  #crossedDatapoint(key: AttributionKey, node: number): string | null {
    const datapoint = key.level === 'datapoint' ? this.#crossed.get(node) : undefined;
    return datapoint === undefined || datapoint === ownValue(this.#c, node, key.name) ? null : datapoint;
  }

  #judgeKey(column: Column, node: number, up: number, expectation: Expectation | null, run: string | null): Verdict {
    const { key } = column;
    const value = column.own[node] ?? null;
    const tell = (state: AttributionState, conflict: ConflictKind | null = null) =>
      verdictOf(column, state, expectation, conflict, up < 0 ? -1 : intAt(column.carrier, up));
    if (value !== null) {
      if (expectation === null || expectation.value === value) return tell('present');
      if (this.#path[node] === PENDING) return tell('pending');
      return tell('conflicting', this.#conflicts.kindOf(node, key, expectation));
    }
    const own = at(this.#c.all, node).keys[key.name];
    if (own !== undefined) return own.values.length > 1 ? tell('conflicting', 'self-conflict') : tell('malformed');
    if (this.#path[node] === PENDING) return tell('pending');
    if (expectation !== null) return tell('missing');
    return tell(this.#isRequired(key, node, run) ? 'unattributable' : 'not-applicable');
  }

  /**
   * True when a span that carries no value, and for which no source has one, should nevertheless have one. Only
   * evidence of the run or the session makes it so, never the absence itself (audit-semantics 2.4):
   * - the session's spans name several values and the span stands inside one of them;
   * - the span belongs to a run that announced its datapoints;
   * - the span names a run of which nobody knows the dataset, because no client declared it.
   */
  #isRequired(key: AttributionKey, node: number, run: string | null): boolean {
    if (this.#sources.isDisputed(node, key.name)) return true;
    if (run === null || key.name === RUN_KEY) return false;
    const declared = this.#c.run?.declared && this.#c.run.runId === run ? this.#c.run : null;
    return key.level === 'datapoint' ? declared !== null && declared.datapointIds.length > 0 : declared === null;
  }
}

function verdictOf(
  column: Column,
  state: AttributionState,
  expectation: Expectation | null,
  conflict: ConflictKind | null,
  carrier: number,
): Verdict {
  const expected = expectation === null ? null : expectation.value;
  const source = expectation === null ? null : expectation.source;
  const nearest = carrier < 0 ? null : carrier;
  const { last } = column;
  const isSame =
    last !== null &&
    last.state === state &&
    last.expected === expected &&
    last.source === source &&
    last.conflict === conflict &&
    last.nearest === nearest;
  if (isSame) return last;
  const verdict = { state, expected, source, conflict, nearest };
  column.last = verdict;
  return verdict;
}
