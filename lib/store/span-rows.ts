import { Buffer } from 'node:buffer';
import type { SpanId, TraceId } from '../domain/ids';
import type { SpanFacts, StoredSpanFacts } from '../domain/span-facts';
import { CUSTODY_STATES, type CustodyCounts, noCustodyCounts } from '../domain/states';
import { fromInt64, toInt64 } from './int64';
import type { SqlRow, SqlValue } from './sql-connection';

/**
 * Span facts in the database: identity, times and what changes later in columns, the rest as one JSON text. An audit
 * reads as many as 100,000 of them at once, so reading makes as few objects as it can.
 */

/** Bytes of a trace or span id. */
export function idBytes(hex: string): Buffer {
  return Buffer.from(hex, 'hex');
}

/** What {@link toSpanFacts} reads, of the table under the alias `span`. */
export const SPAN_COLUMNS = `lower(hex(span.traceId)) AS traceId, lower(hex(span.spanId)) AS spanId, span.startUnixNano,
  span.endUnixNano, span.sightings, span.payloadHash, span.otherHashes, span.custody, span.facts`;

/** Unsigned start, trace id, span id: two's complement puts times beyond 2^63 below zero. */
export const CANONICAL_ORDER = 'span.startUnixNano < 0, span.startUnixNano, span.traceId, span.spanId';

/** The kept payload of a span: the columns a replacement changes, in {@link PAYLOAD_COLUMNS}' order. */
export const PAYLOAD_COLUMNS = [
  'startUnixNano',
  'endUnixNano',
  'deliveryId',
  'ordinal',
  'payloadHash',
  'custody',
  'facts',
];

export function payloadValues(facts: SpanFacts, deliveryId: number, ordinal: number): readonly SqlValue[] {
  return [
    toInt64(facts.startUnixNano),
    toInt64(facts.endUnixNano),
    deliveryId,
    ordinal,
    facts.payloadHash,
    custodyText(facts.custody),
    factsText(facts),
  ];
}

function factsText(facts: SpanFacts): string {
  const { parentSpanId, name, kind, statusCode, eventType, scopeName, scopeVersion, process, thread } = facts;
  const { remoteParent, attributeCount, droppedAttributesCount, keys, ambientKeys, namesSession } = facts;
  const { probe, links, inputValues } = facts;
  const rest: Omit<SpanFacts, InColumns> = {
    parentSpanId,
    name,
    kind,
    statusCode,
    eventType,
    scopeName,
    scopeVersion,
    process,
    thread,
    remoteParent,
    attributeCount,
    droppedAttributesCount,
    keys,
    ambientKeys,
    namesSession,
    probe,
    links,
    inputValues,
  };
  return JSON.stringify(rest);
}

type InColumns = 'traceId' | 'spanId' | 'sessionId' | 'startUnixNano' | 'endUnixNano' | 'custody' | 'payloadHash';

/** Reads a row of {@link SPAN_COLUMNS}. Such rows are written by this program only, so nothing is checked again. */
export function toSpanFacts(sessionId: string, row: SqlRow): StoredSpanFacts {
  const facts = JSON.parse(row.facts as string) as { -readonly [K in keyof StoredSpanFacts]: StoredSpanFacts[K] };
  facts.traceId = row.traceId as TraceId;
  facts.spanId = row.spanId as SpanId;
  facts.sessionId = sessionId;
  facts.startUnixNano = fromInt64(row.startUnixNano as bigint);
  facts.endUnixNano = fromInt64(row.endUnixNano as bigint);
  facts.custody = parseCustody(row.custody as string);
  facts.payloadHash = row.payloadHash as string;
  facts.sightings = Number(row.sightings);
  facts.variants = 1 + parseHashes(row.otherHashes).length;
  return facts;
}

export function hashesText(hashes: readonly string[]): string | null {
  return hashes.length === 0 ? null : JSON.stringify(hashes);
}

export function parseHashes(text: unknown): readonly string[] {
  return typeof text === 'string' ? (JSON.parse(text) as string[]) : [];
}

export function custodyText(counts: CustodyCounts): string {
  return JSON.stringify(CUSTODY_STATES.map((state) => counts[state]));
}

function parseCustody(text: string): CustodyCounts {
  const numbers = JSON.parse(text) as readonly number[];
  const counts = noCustodyCounts();
  CUSTODY_STATES.forEach((state, rank) => {
    counts[state] = numbers[rank] ?? 0;
  });
  return counts;
}
