import { Buffer } from 'node:buffer';
import type { SpanId, TraceId } from '../domain/ids';
import type { SpanFacts, StoredSpanFacts } from '../domain/span-facts';
import { CUSTODY_STATES, type CustodyCounts, noCustodyCounts } from '../domain/states';
import { packBytes, unpackBytes } from './packed-bytes';

/**
 * The facts of the spans of one session that came in one delivery, as one packed JSON list of rows. An audit reads as
 * many as 100,000 of them at once, so a row is a plain list in a fixed order.
 */

/** Facts and their place in the delivery; as if the span came once only. */
export interface PlacedFacts {
  readonly ordinal: number;
  readonly facts: StoredSpanFacts;
}

type FactsRow = readonly [
  ordinal: number,
  traceId: TraceId,
  spanId: SpanId,
  parentSpanId: SpanId | null,
  name: string,
  kind: number,
  statusCode: number,
  startUnixNano: string,
  endUnixNano: string,
  eventType: SpanFacts['eventType'],
  scopeName: string,
  scopeVersion: string,
  process: string | null,
  thread: string | null,
  remoteParent: boolean | null,
  attributeCount: number,
  droppedAttributesCount: number | null,
  keys: SpanFacts['keys'],
  ambientKeys: SpanFacts['ambientKeys'],
  namesSession: boolean,
  probe: readonly string[] | null,
  links: SpanFacts['links'],
  inputValues: readonly string[],
  /** In the order of CUSTODY_STATES. */
  custody: readonly number[],
  payloadHash: string,
];

export function packFacts(spans: readonly { readonly ordinal: number; readonly facts: SpanFacts }[]): Uint8Array {
  return packBytes(Buffer.from(JSON.stringify(spans.map(toRow))));
}

/** Such bytes are written by this program only, so nothing is checked again. */
export function unpackFacts(sessionId: string, packed: Uint8Array): PlacedFacts[] {
  const rows = JSON.parse(unpackBytes(packed).toString()) as readonly FactsRow[];
  return rows.map((row) => fromRow(sessionId, row));
}

/** The places of the spans in the delivery. */
export function ordinalsOf(packed: Uint8Array): readonly number[] {
  const rows = JSON.parse(unpackBytes(packed).toString()) as readonly FactsRow[];
  return rows.map(([ordinal]) => ordinal);
}

function toRow({ ordinal, facts }: { readonly ordinal: number; readonly facts: SpanFacts }): FactsRow {
  return [
    ordinal,
    facts.traceId,
    facts.spanId,
    facts.parentSpanId,
    facts.name,
    facts.kind,
    facts.statusCode,
    facts.startUnixNano.toString(),
    facts.endUnixNano.toString(),
    facts.eventType,
    facts.scopeName,
    facts.scopeVersion,
    facts.process,
    facts.thread,
    facts.remoteParent,
    facts.attributeCount,
    facts.droppedAttributesCount,
    facts.keys,
    facts.ambientKeys,
    facts.namesSession,
    facts.probe,
    facts.links,
    facts.inputValues,
    CUSTODY_STATES.map((state) => facts.custody[state]),
    facts.payloadHash,
  ];
}

function fromRow(sessionId: string, row: FactsRow): PlacedFacts {
  return {
    ordinal: row[0],
    facts: {
      traceId: row[1],
      spanId: row[2],
      parentSpanId: row[3],
      sessionId,
      name: row[4],
      kind: row[5],
      statusCode: row[6],
      startUnixNano: BigInt(row[7]),
      endUnixNano: BigInt(row[8]),
      eventType: row[9],
      scopeName: row[10],
      scopeVersion: row[11],
      process: row[12],
      thread: row[13],
      remoteParent: row[14],
      attributeCount: row[15],
      droppedAttributesCount: row[16],
      keys: row[17],
      ambientKeys: row[18],
      namesSession: row[19],
      probe: row[20],
      links: row[21],
      inputValues: row[22],
      custody: toCustody(row[23]),
      payloadHash: row[24],
      sightings: 1,
      variants: 1,
    },
  };
}

function toCustody(numbers: readonly number[]): CustodyCounts {
  const counts = noCustodyCounts();
  CUSTODY_STATES.forEach((state, rank) => {
    counts[state] = numbers[rank] ?? 0;
  });
  return counts;
}
