import { Buffer } from 'node:buffer';
import type { SpanId, TraceId } from '../domain/ids';
import type { SpanCustody } from '../domain/span-custody';
import type { SpanFacts, StoredSpanFacts } from '../domain/span-facts';
import { CustodyDictionary, readCustody } from './custody-dictionary';
import { packBytes, unpackBytes } from './packed-bytes';

/**
 * The facts of the spans of one session that came in one delivery, as packed JSON: the distinct custodies, and a row
 * for each span that names one of them. An audit reads as many as 100,000 rows at once, so a row is a plain list in a
 * fixed order.
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
  /** Index in the chunk's dictionary. */
  custody: number,
  payloadHash: string,
];

/** Texts of custody-dictionary.ts, and rows. */
type Chunk = readonly [custody: readonly string[], rows: readonly FactsRow[]];

export function packFacts(spans: readonly { readonly ordinal: number; readonly facts: SpanFacts }[]): Uint8Array {
  const custody = new CustodyDictionary();
  const rows = spans.map((span) => toRow(span, custody));
  return packBytes(Buffer.from(JSON.stringify([custody.texts, rows] satisfies Chunk)));
}

/** Such bytes are written by this program only, so nothing is checked again. */
export function unpackFacts(sessionId: string, packed: Uint8Array): PlacedFacts[] {
  const [texts, rows] = readChunk(packed);
  const custody = texts.map(readCustody);
  return rows.map((row) => fromRow(sessionId, row, custody));
}

/** The places of the spans in the delivery. */
export function ordinalsOf(packed: Uint8Array): readonly number[] {
  const [, rows] = readChunk(packed);
  return rows.map(([ordinal]) => ordinal);
}

function readChunk(packed: Uint8Array): Chunk {
  return JSON.parse(unpackBytes(packed).toString()) as Chunk;
}

function toRow(
  { ordinal, facts }: { readonly ordinal: number; readonly facts: SpanFacts },
  custody: CustodyDictionary,
): FactsRow {
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
    custody.indexOf(facts.custody),
    facts.payloadHash,
  ];
}

function fromRow(sessionId: string, row: FactsRow, custody: readonly SpanCustody[]): PlacedFacts {
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
      custody: custody[row[23]] as SpanCustody,
      payloadHash: row[24],
      sightings: 1,
      variants: 1,
    },
  };
}
