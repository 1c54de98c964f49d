import type { EventType } from '../domain/event';
import type { SpanRef } from '../domain/finding';
import type { ParentState } from '../domain/parent-states';
import type { AttributionState, CustodyState } from '../domain/states';
import { at } from './at';
import { SpanIndex } from './span-index';

/** A number per span; a single one says that all have it. */
export type Ints = number | number[];

/** A column of values that repeat: the distinct ones, and which of them each span has. */
export interface Dictionary<T> {
  values: T[];
  index: Ints;
}

/** Nanoseconds: a number where one holds it exactly, else a decimal string. */
type Nanos = number | string;

/**
 * The spans of a session as columns, for a tree of 100,000 of them: plain JSON, a tenth of what the spans weigh as
 * objects. All columns are in canonical order of the spans (start, trace id, span id).
 */
export interface Skeleton {
  /** Names the state of the session and its verdict: equal for equal contents. */
  version: string;
  settled: boolean;
  /** Attribution keys; each member of `states.values` is in this order. */
  keys: string[];
  count: number;
  spanIds: string[];
  traceIds: Dictionary<string>;
  /** -1 for a root, the index of a span, or `count` plus an index into `absentParents`. */
  parents: Ints;
  /** Ids that spans name as parents and no span of their trace has, once per trace and id. */
  absentParents: string[];
  parentStates: Dictionary<ParentState>;
  parentSessionIds: Dictionary<string | null>;
  names: Dictionary<string>;
  kinds: Ints;
  types: Dictionary<EventType>;
  /** Start of the first span; of every other one, `starts` says how much later than the one before it is. */
  firstStartUnixNano: string;
  starts: Nanos[];
  /** End less start; null when the client never ended the span. */
  durations: (Nanos | null)[];
  statusCodes: Ints;
  states: Dictionary<AttributionState[]>;
  custodies: Dictionary<CustodyState | null>;
  sightings: Ints;
  variants: Ints;
  breaks: SkeletonBreak[];
}

/** A break point: the finding that tells of it, and how many spans it concerns. */
export interface SkeletonBreak {
  /** Index of the span. */
  span: number;
  /** Indices of the keys that stop there. */
  keys: number[];
  size: number;
  /** Position among the session's findings. */
  finding: number;
}

/** One span as the session's answer to scripts has it. */
export interface SpanOfSkeleton {
  spanId: string;
  traceId: string;
  parentSpanId: string | null;
  parentState: ParentState;
  parentSessionId: string | null;
  name: string;
  kind: number;
  type: EventType;
  startUnixNano: string;
  endUnixNano: string | null;
  statusCode: number;
  states: AttributionState[];
  custody: CustodyState | null;
  sightings: number;
  variants: number;
}

/** The same before its times are written out. */
export interface EncodableSpan extends Omit<SpanOfSkeleton, 'startUnixNano' | 'endUnixNano' | 'states'> {
  startUnixNano: bigint;
  endUnixNano: bigint | null;
  states: readonly AttributionState[];
}

/** What a skeleton needs of a finding. */
export interface SkeletonFinding {
  readonly keys: readonly string[];
  readonly span: Pick<SpanRef, 'traceId' | 'spanId'> | null;
  /** null for what is no break. */
  readonly shape: string | null;
  readonly size: number;
}

export interface EncodableSession extends Pick<Skeleton, 'version' | 'settled' | 'keys'> {
  /** In canonical order. */
  readonly spans: Iterable<EncodableSpan>;
  readonly findings: Iterable<SkeletonFinding>;
}

class DictionaryWriter<T> {
  readonly #numbers = new Map<unknown, number>();
  readonly #values: T[] = [];
  readonly #index: number[] = [];

  /** @param key tells values apart; by default the value itself */
  add(value: T, key: unknown = value): void {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#values.push(value) - 1;
      this.#numbers.set(key, number);
    }
    this.#index.push(number);
  }

  finish(): Dictionary<T> {
    return { values: this.#values, index: shorten(this.#index) };
  }
}

function shorten(ints: number[]): Ints {
  const first = ints[0] ?? 0;
  return ints.every((int) => int === first) ? first : ints;
}

function toNanos(nanos: bigint): Nanos {
  return nanos >= Number.MIN_SAFE_INTEGER && nanos <= Number.MAX_SAFE_INTEGER ? Number(nanos) : String(nanos);
}

/** Linear in spans; the spans are read once, so that they may be made one by one. */
export function encodeSkeleton({ version, settled, keys, spans, findings }: EncodableSession): Skeleton {
  const spanIds: string[] = [];
  const parentIds: (string | null)[] = [];
  const traces: string[] = [];
  const columns = {
    traceIds: new DictionaryWriter<string>(),
    parentStates: new DictionaryWriter<ParentState>(),
    parentSessionIds: new DictionaryWriter<string | null>(),
    names: new DictionaryWriter<string>(),
    types: new DictionaryWriter<EventType>(),
    states: new DictionaryWriter<AttributionState[]>(),
    custodies: new DictionaryWriter<CustodyState | null>(),
  };
  const kinds: number[] = [];
  const statusCodes: number[] = [];
  const sightings: number[] = [];
  const variants: number[] = [];
  const starts: Nanos[] = [];
  const durations: (Nanos | null)[] = [];
  const known = new SpanIndex();
  let firstStart = 0n;
  let before = 0n;

  for (const span of spans) {
    known.setFirst(span.traceId, span.spanId, spanIds.length);
    if (spanIds.length === 0) {
      firstStart = span.startUnixNano;
      before = firstStart;
    }
    spanIds.push(span.spanId);
    traces.push(span.traceId);
    parentIds.push(span.parentSpanId);
    columns.traceIds.add(span.traceId);
    columns.parentStates.add(span.parentState);
    columns.parentSessionIds.add(span.parentSessionId);
    columns.names.add(span.name);
    columns.types.add(span.type);
    columns.states.add([...span.states], span.states.join());
    columns.custodies.add(span.custody);
    kinds.push(span.kind);
    statusCodes.push(span.statusCode);
    sightings.push(span.sightings);
    variants.push(span.variants);
    starts.push(toNanos(span.startUnixNano - before));
    durations.push(span.endUnixNano === null ? null : toNanos(span.endUnixNano - span.startUnixNano));
    before = span.startUnixNano;
  }

  return {
    version,
    settled,
    keys: [...keys],
    count: spanIds.length,
    spanIds,
    ...encodeParents(spanIds, traces, parentIds, known),
    traceIds: columns.traceIds.finish(),
    parentStates: columns.parentStates.finish(),
    parentSessionIds: columns.parentSessionIds.finish(),
    names: columns.names.finish(),
    kinds: shorten(kinds),
    types: columns.types.finish(),
    firstStartUnixNano: String(firstStart),
    starts,
    durations,
    statusCodes: shorten(statusCodes),
    states: columns.states.finish(),
    custodies: columns.custodies.finish(),
    sightings: shorten(sightings),
    variants: shorten(variants),
    breaks: encodeBreaks(findings, keys, known),
  };
}

function encodeParents(
  spanIds: readonly string[],
  traces: readonly string[],
  parentIds: readonly (string | null)[],
  known: SpanIndex,
): Pick<Skeleton, 'parents' | 'absentParents'> {
  const absent = new SpanIndex();
  const absentParents: string[] = [];
  const parents = parentIds.map((parentId, i) => {
    if (parentId === null) return -1;
    // Not the first span of that id, if there are several: a span that names itself is to be seen as one.
    if (parentId === spanIds[i]) return i;
    const trace = at(traces, i);
    const place = known.get(trace, parentId) ?? absent.get(trace, parentId);
    if (place !== undefined) return place;
    const added = spanIds.length + absentParents.push(parentId) - 1;
    absent.setFirst(trace, parentId, added);
    return added;
  });
  return { parents: shorten(parents), absentParents };
}

/** Break points in the order of their findings, each span once. */
function encodeBreaks(findings: Iterable<SkeletonFinding>, keys: readonly string[], known: SpanIndex): SkeletonBreak[] {
  const breaks = new Map<number, SkeletonBreak>();
  let finding = -1;
  for (const told of findings) {
    finding++;
    if (told.shape === null || told.span === null) continue;
    const span = known.get(told.span.traceId, told.span.spanId);
    if (span === undefined || breaks.has(span)) continue;
    breaks.set(span, { span, keys: told.keys.map((key) => keys.indexOf(key)), size: told.size, finding });
  }
  return [...breaks.values()];
}

/** The number of one span in a column. */
function intOf(ints: Ints, i: number): number {
  return typeof ints === 'number' ? ints : at(ints, i);
}

/** The value of one span in a column. */
export function valueIn<T>({ values, index }: Dictionary<T>, i: number): T {
  return at(values, intOf(index, i));
}

/** The spans again, one by one and exactly as they were. */
export function* decodeSkeleton(skeleton: Skeleton): Generator<SpanOfSkeleton> {
  let start = BigInt(skeleton.firstStartUnixNano);
  for (let i = 0; i < skeleton.count; i++) {
    start += BigInt(at(skeleton.starts, i));
    const duration = at(skeleton.durations, i);
    yield {
      spanId: at(skeleton.spanIds, i),
      traceId: valueIn(skeleton.traceIds, i),
      parentSpanId: parentIdOf(skeleton, intOf(skeleton.parents, i)),
      parentState: valueIn(skeleton.parentStates, i),
      parentSessionId: valueIn(skeleton.parentSessionIds, i),
      name: valueIn(skeleton.names, i),
      kind: intOf(skeleton.kinds, i),
      type: valueIn(skeleton.types, i),
      startUnixNano: String(start),
      endUnixNano: duration === null ? null : String(start + BigInt(duration)),
      statusCode: intOf(skeleton.statusCodes, i),
      states: [...valueIn(skeleton.states, i)],
      custody: valueIn(skeleton.custodies, i),
      sightings: intOf(skeleton.sightings, i),
      variants: intOf(skeleton.variants, i),
    };
  }
}

function parentIdOf({ count, spanIds, absentParents }: Skeleton, parent: number): string | null {
  if (parent < 0) return null;
  return parent < count ? at(spanIds, parent) : at(absentParents, parent - count);
}
