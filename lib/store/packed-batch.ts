import { Buffer } from 'node:buffer';
import { eventIdOfSpan } from '../domain/ids';
import type { Delivery } from '../domain/records';
import type { SpanFacts } from '../domain/span-facts';
import { packFacts } from './facts-chunk';
import { packBytes, unpackBytes } from './packed-bytes';
import { packEvents } from './packed-events';
import { sessionKeyOf } from './session-key';
import { type Filing, NOWHERE, namesOf, runsNamedBy, type SpanSums, smallerNames, sumSpans } from './session-tally';
import type { AppendBatch, AppendSpan, SentBody } from './store';
import { storedText } from './stored-text';

/**
 * A batch as it crosses from the thread that prepared it to the one that writes: everything that does not need the
 * database is worked out, wide contents are packed, and little is left to clone.
 */
export interface PackedBatch {
  readonly projectId: number;
  readonly delivery: Omit<Delivery, 'accepted' | 'duplicated'>;
  readonly body: PackedBody;
  readonly events: Uint8Array;
  readonly sessions: readonly PackedSession[];
  readonly spans: PackedSpans;
}

export interface PackedBody {
  /** Gzip as it came, else as packed-bytes.ts packs it. */
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly contentEncoding: string;
}

/** One session's part of a batch. */
export interface PackedSession {
  readonly key: Uint8Array;
  readonly sessionId: string;
  /** Facts of its spans, as facts-chunk.ts packs them. */
  readonly facts: Uint8Array;
  /** What its spans add when none of them is known. */
  readonly sums: SpanSums;
  /** The smallest run and datapoint its spans name. */
  readonly names: Filing;
  /** Every run its spans name. */
  readonly runs: readonly string[];
  /** 16 bytes each. */
  readonly traceIds: readonly Uint8Array[];
  /** Spans that name their event themselves. */
  readonly namedEvents: readonly NamedEvent[];
}

export interface NamedEvent {
  readonly ordinal: number;
  readonly eventId: string;
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
}

/** Columns, a row per span, in order of the request. */
export interface PackedSpans {
  readonly count: number;
  /** Index into the sessions. */
  readonly session: Uint32Array;
  /** 16 bytes each. */
  readonly traceIds: Uint8Array;
  /** 8 bytes each. */
  readonly spanIds: Uint8Array;
  readonly ordinals: Uint32Array;
  /** 1 where the span has ended. */
  readonly ended: Uint8Array;
  readonly payloadHashes: readonly string[];
}

export function packBatch({ projectId, delivery, body, spans }: AppendBatch): PackedBatch {
  const indexOfSession = new Map<string, number>();
  const groups: { readonly sessionId: string; readonly spans: AppendSpan[] }[] = [];
  const columns = emptyColumns(spans.length);
  spans.forEach((span, row) => {
    const sessionId = storedText(span.facts.sessionId);
    let index = indexOfSession.get(sessionId);
    if (index === undefined) {
      index = groups.push({ sessionId, spans: [] }) - 1;
      indexOfSession.set(sessionId, index);
    }
    groups[index]?.spans.push(span);
    fillRow(columns, row, index, span);
  });
  return {
    projectId,
    delivery,
    body: packBody(body),
    events: packEvents(spans),
    sessions: groups.map((group) => packSession(projectId, group.sessionId, group.spans)),
    spans: columns,
  };
}

type Columns = PackedSpans & { readonly payloadHashes: string[] };

function emptyColumns(count: number): Columns {
  return {
    count,
    session: new Uint32Array(count),
    traceIds: new Uint8Array(16 * count),
    spanIds: new Uint8Array(8 * count),
    ordinals: new Uint32Array(count),
    ended: new Uint8Array(count),
    payloadHashes: [],
  };
}

function fillRow(columns: Columns, row: number, session: number, { ordinal, facts }: AppendSpan): void {
  columns.session[row] = session;
  columns.traceIds.set(idBytes(facts.traceId), 16 * row);
  columns.spanIds.set(idBytes(facts.spanId), 8 * row);
  columns.ordinals[row] = ordinal;
  columns.ended[row] = Number(facts.endUnixNano !== 0n);
  columns.payloadHashes.push(facts.payloadHash);
}

function packSession(projectId: number, sessionId: string, spans: readonly AppendSpan[]): PackedSession {
  const facts = spans.map((span) => span.facts);
  return {
    key: sessionKeyOf(projectId, sessionId),
    sessionId,
    facts: packFacts(spans),
    sums: sumSpans(facts),
    names: facts.map(namesOf).reduce(smallerNames, NOWHERE),
    runs: [...new Set(facts.flatMap(runsNamedBy))],
    traceIds: distinctTraces(facts),
    namedEvents: spans.flatMap(namedEvent),
  };
}

function distinctTraces(facts: readonly SpanFacts[]): readonly Uint8Array[] {
  return [...new Set(facts.map(({ traceId }) => traceId))].map(idBytes);
}

function namedEvent({ ordinal, facts: { traceId, spanId }, event }: AppendSpan): readonly NamedEvent[] {
  if (event.event_id === eventIdOfSpan(traceId, spanId)) return [];
  return [{ ordinal, eventId: storedText(event.event_id), traceId: idBytes(traceId), spanId: idBytes(spanId) }];
}

/** Bytes of a trace or span id. */
export function idBytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

const GZIP = 'gzip';

export function packBody(body: SentBody): PackedBody {
  return body.contentEncoding === GZIP ? body : { ...body, bytes: packBytes(body.bytes) };
}

/** The body as it was sent. */
export function unpackBody(body: PackedBody): SentBody {
  const bytes = body.contentEncoding === GZIP ? body.bytes : unpackBytes(body.bytes);
  return { ...body, bytes: new Uint8Array(bytes) };
}
