import type { EventType } from '../domain/event';
import type { ParentState } from '../domain/parent-states';
import type { AttributionState, CustodyState } from '../domain/states';
import { at, intAt } from './at';
import { type PackedTexts, packTexts, textAt } from './packed-texts';
import type { Dictionary, Ints, Skeleton } from './skeleton';

/** A column of repeating values in memory. */
export interface ValueColumn<T> {
  readonly values: readonly T[];
  readonly index: Int32Array;
}

/**
 * A skeleton ready for use: typed arrays, so that a worker can hand 100,000 spans to the page in a few milliseconds.
 * Columns are indexed by span; nothing here is a class, because it is cloned.
 */
export interface SpanColumns {
  readonly count: number;
  readonly settled: boolean;
  readonly keys: readonly string[];
  readonly spanIds: PackedTexts;
  readonly traceIds: ValueColumn<string>;
  /** As in the skeleton. */
  readonly parents: Int32Array;
  readonly absentParents: PackedTexts;
  readonly parentStates: ValueColumn<ParentState>;
  readonly parentSessionIds: ValueColumn<string | null>;
  readonly names: ValueColumn<string>;
  readonly types: ValueColumn<EventType>;
  /** Nanoseconds since the earliest start. */
  readonly starts: Float64Array;
  /** NaN when the client never ended the span. */
  readonly ends: Float64Array;
  readonly statusCodes: Int32Array;
  readonly states: ValueColumn<readonly AttributionState[]>;
  readonly custodies: ValueColumn<CustodyState | null>;
  readonly sightings: Int32Array;
  readonly variants: Int32Array;
}

/** One span as a row draws it. */
export interface TreeSpanFacts {
  readonly traceId: string;
  readonly spanId: string;
  readonly name: string;
  readonly type: EventType;
  readonly parentState: ParentState;
  /** The session its parent belongs to, when that is another one. */
  readonly parentSessionId: string | null;
  readonly statusCode: number;
  readonly states: readonly AttributionState[];
  readonly custody: CustodyState | null;
  readonly sightings: number;
  readonly variants: number;
}

export function readColumns(skeleton: Skeleton): SpanColumns {
  const { count } = skeleton;
  const ints = (column: Ints) =>
    typeof column === 'number' ? new Int32Array(count).fill(column) : Int32Array.from(column);
  const values = <T>({ values, index }: Dictionary<T>): ValueColumn<T> => ({ values, index: ints(index) });
  return {
    count,
    settled: skeleton.settled,
    keys: skeleton.keys,
    spanIds: packTexts(skeleton.spanIds),
    traceIds: values(skeleton.traceIds),
    parents: ints(skeleton.parents),
    absentParents: packTexts(skeleton.absentParents),
    parentStates: values(skeleton.parentStates),
    parentSessionIds: values(skeleton.parentSessionIds),
    names: values(skeleton.names),
    types: values(skeleton.types),
    ...readTimes(skeleton),
    statusCodes: ints(skeleton.statusCodes),
    states: values(skeleton.states),
    custodies: values(skeleton.custodies),
    sightings: ints(skeleton.sightings),
    variants: ints(skeleton.variants),
  };
}

/** Times a number can hold: below 104 days exact, beyond that good enough to draw. */
function readTimes({ count, starts, durations }: Skeleton): Pick<SpanColumns, 'starts' | 'ends'> {
  const startColumn = new Float64Array(count);
  const ends = new Float64Array(count);
  let start = 0;
  let earliest = 0;
  for (let i = 0; i < count; i++) {
    start += Number(at(starts, i));
    startColumn[i] = start;
    earliest = Math.min(earliest, start);
  }
  for (let i = 0; i < count; i++) {
    const duration = at(durations, i);
    const own = (startColumn[i] ?? 0) - earliest;
    startColumn[i] = own;
    ends[i] = duration === null ? Number.NaN : own + Number(duration);
  }
  return { starts: startColumn, ends };
}

export function valueAt<T>({ values, index }: ValueColumn<T>, i: number): T {
  return at(values, intAt(index, i));
}

export function spanAt(columns: SpanColumns, i: number): TreeSpanFacts {
  return {
    traceId: valueAt(columns.traceIds, i),
    spanId: textAt(columns.spanIds, i),
    name: valueAt(columns.names, i),
    type: valueAt(columns.types, i),
    parentState: valueAt(columns.parentStates, i),
    parentSessionId: valueAt(columns.parentSessionIds, i),
    statusCode: intAt(columns.statusCodes, i),
    states: valueAt(columns.states, i),
    custody: valueAt(columns.custodies, i),
    sightings: intAt(columns.sightings, i),
    variants: intAt(columns.variants, i),
  };
}
