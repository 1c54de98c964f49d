import type { LocatedSpan } from '../domain/comparison';
import type { ExampleSpan, RunMember } from '../domain/structure';

/** The session a span is of. */
export type SpanOwner = Pick<RunMember, 'sessionId' | 'datapointId'>;

/**
 * One span to look at for each of many numbered things: the most telling, of equally telling ones the first by session,
 * trace and span id, so that what is shown does not depend on the order of reading.
 */
export class ExampleChoice {
  readonly #spans: (LocatedSpan | undefined)[] = [];
  readonly #ranks: (number | undefined)[] = [];

  /** @param rank higher is more telling */
  offer(thing: number, span: LocatedSpan, rank: number): void {
    const known = this.#spans[thing];
    const knownRank = this.#ranks[thing] ?? -1;
    if (rank < knownRank || (rank === knownRank && known !== undefined && !comesFirst(span, known))) return;
    this.#spans[thing] = span;
    this.#ranks[thing] = rank;
  }

  get(thing: number): LocatedSpan | null {
    return this.#spans[thing] ?? null;
  }
}

export function locateSpan({ sessionId, datapointId }: SpanOwner, { traceId, spanId, name }: ExampleSpan): LocatedSpan {
  return { traceId, spanId, name, sessionId, datapointId };
}

export function comesFirst(one: LocatedSpan, other: LocatedSpan): boolean {
  if (one.sessionId !== other.sessionId) return one.sessionId < other.sessionId;
  if (one.traceId !== other.traceId) return one.traceId < other.traceId;
  return one.spanId < other.spanId;
}
