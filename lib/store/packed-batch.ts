import { Buffer } from 'node:buffer';
import { eventIdOfSpan } from '../domain/ids';
import type { Delivery } from '../domain/records';
import type { SpanFacts } from '../domain/span-facts';
import type { SentBody } from './delivery-store';
import { packFacts } from './facts-chunk';
import { packBytes, unpackBytes } from './packed-bytes';
import { EventsPacker } from './packed-events';
import { sessionKeyOf } from './session-key';
import { type Filing, NOWHERE, namesOf, runsNamedBy, type SpanSums, smallerNames, sumSpans } from './session-tally';
import type { AppendBatch } from './store';
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

/** One session's spans while a batch is read. */
interface SessionGroup {
  readonly sessionId: string;
  readonly spans: { readonly ordinal: number; readonly facts: SpanFacts }[];
  readonly namedEvents: NamedEvent[];
}

/** Reads the spans once; of each only the facts are held until the end. */
export function packBatch({ projectId, delivery, body, spans }: AppendBatch): PackedBatch {
  const groups = new Map<string, SessionGroup & { readonly index: number }>();
  const columns = new ColumnsWriter();
  const events = new EventsPacker();
  for (const { ordinal, facts, event } of spans) {
    const sessionId = storedText(facts.sessionId);
    let group = groups.get(sessionId);
    if (group === undefined) {
      group = { index: groups.size, sessionId, spans: [], namedEvents: [] };
      groups.set(sessionId, group);
    }
    group.spans.push({ ordinal, facts });
    if (event.event_id !== eventIdOfSpan(facts.traceId, facts.spanId)) {
      group.namedEvents.push(namedEvent(ordinal, facts, event.event_id));
    }
    columns.add(group.index, ordinal, facts);
    events.add(ordinal, event);
  }
  return {
    projectId,
    delivery,
    body: packBody(body),
    events: events.pack(),
    sessions: [...groups.values()].map((group) => packSession(projectId, group)),
    spans: columns.end(),
  };
}

class ColumnsWriter {
  readonly #sessions: number[] = [];
  readonly #ordinals: number[] = [];
  readonly #ended: number[] = [];
  readonly #payloadHashes: string[] = [];
  #traceIds = '';
  #spanIds = '';

  add(session: number, ordinal: number, { traceId, spanId, endUnixNano, payloadHash }: SpanFacts): void {
    this.#sessions.push(session);
    this.#ordinals.push(ordinal);
    this.#ended.push(endUnixNano === 0n ? 0 : 1);
    this.#payloadHashes.push(payloadHash);
    this.#traceIds += traceId;
    this.#spanIds += spanId;
  }

  end(): PackedSpans {
    return {
      count: this.#ordinals.length,
      session: Uint32Array.from(this.#sessions),
      traceIds: idBytes(this.#traceIds),
      spanIds: idBytes(this.#spanIds),
      ordinals: Uint32Array.from(this.#ordinals),
      ended: Uint8Array.from(this.#ended),
      payloadHashes: this.#payloadHashes,
    };
  }
}

function packSession(projectId: number, { sessionId, spans, namedEvents }: SessionGroup): PackedSession {
  const facts = spans.map((span) => span.facts);
  return {
    key: sessionKeyOf(projectId, sessionId),
    sessionId,
    facts: packFacts(spans),
    sums: sumSpans(facts),
    names: facts.map(namesOf).reduce(smallerNames, NOWHERE),
    runs: [...new Set(facts.flatMap(runsNamedBy))],
    traceIds: [...new Set(facts.map(({ traceId }) => traceId))].map(idBytes),
    namedEvents,
  };
}

function namedEvent(ordinal: number, { traceId, spanId }: SpanFacts, eventId: string): NamedEvent {
  return { ordinal, eventId: storedText(eventId), traceId: idBytes(traceId), spanId: idBytes(spanId) };
}

/** Bytes of trace or span ids, one after the other. */
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
