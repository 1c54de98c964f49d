import { createHash } from 'node:crypto';
import { aSpan, aSpanId, aTraceId, attributesOf } from '../lib/testing/a-span';
import { encodeProtobuf } from '../lib/testing/encode-protobuf';

/** One export request of spans that nobody else sends, all of one session and one trace. */
export interface Batch {
  readonly sessionId: string;
  readonly traceId: string;
  readonly spanIds: readonly string[];
  readonly body: Buffer;
}

export interface BatchShape {
  readonly spans: number;
  /** Beside the ids of session, run, dataset and datapoint. */
  readonly attributes: number;
  /** Length of every attribute's value. */
  readonly valueBytes: number;
}

export const PROJECT = 'faults';
export const RUN_ID = 'faults-run';
export const HEADERS = { 'content-type': 'application/x-protobuf', 'x-project': PROJECT } as const;
export const SESSION_ID_LENGTH = 24;

/** Recognised in the encoded form, so that a new batch is a copy with other ids in these places. */
const MARKS = { traceId: 'a5'.repeat(16), spanId: 'b6'.repeat(8), parentSpanId: 'c7'.repeat(8) } as const;
const SESSION_MARK = '#'.repeat(SESSION_ID_LENGTH);
const SPAN_BYTES = 8;

/** One encoded span, and where its ids are. */
interface Mould {
  readonly bytes: Buffer;
  readonly traceAt: number;
  readonly spanAt: number;
  /** -1 in a root. */
  readonly parentAt: number;
  readonly sessionAt: number;
}

/** Encodes once; a batch costs a copy, so that a sender on the same machine stays cheap. */
export class BatchTemplate {
  readonly #root: Mould;
  readonly #child: Mould;
  readonly #spans: number;

  constructor({ spans, attributes, valueBytes }: BatchShape) {
    this.#root = mouldOf(null, attributes, valueBytes);
    this.#child = mouldOf(MARKS.parentSpanId, attributes, valueBytes);
    this.#spans = spans;
  }

  /** Length of every body. */
  get bodyBytes(): number {
    return this.#root.bytes.length + (this.#spans - 1) * this.#child.bytes.length;
  }

  /** @param sessionId of SESSION_ID_LENGTH characters @param name what the other ids follow from */
  fill(sessionId: string, name: string): Batch {
    const { traceId, spanIds } = this.#idsOf(name);
    const body = Buffer.concat([...this.parts(sessionId, name)]);
    return { sessionId, traceId: traceId.toString('hex'), spanIds: spanIds.map((id) => id.toString('hex')), body };
  }

  /** The body span by span: requests written one after the other are one request with all their spans. */
  *parts(sessionId: string, name: string): Generator<Buffer> {
    if (sessionId.length !== SESSION_ID_LENGTH) throw new Error(`${sessionId} does not fit the template`);
    const { traceId, spanIds } = this.#idsOf(name);
    for (const [i, spanId] of spanIds.entries()) {
      const { bytes, traceAt, spanAt, parentAt, sessionAt } = i === 0 ? this.#root : this.#child;
      const part = Buffer.from(bytes);
      traceId.copy(part, traceAt);
      spanId.copy(part, spanAt);
      if (parentAt >= 0) spanIds[0]?.copy(part, parentAt);
      part.write(sessionId, sessionAt, 'latin1');
      yield part;
    }
  }

  #idsOf(name: string): { readonly traceId: Buffer; readonly spanIds: readonly Buffer[] } {
    const hash = createHash('sha256').update(name).digest();
    const spanIds = Array.from({ length: this.#spans }, (_, i) => {
      const id = Buffer.from(hash.subarray(16, 16 + SPAN_BYTES));
      id.writeUInt32BE((id.readUInt32BE(4) + i) >>> 0, 4);
      return id;
    });
    return { traceId: hash.subarray(0, 16), spanIds };
  }
}

function mouldOf(parent: string | null, attributes: number, valueBytes: number): Mould {
  const further = Array.from({ length: attributes }, (_, i) => [`app.attribute_${i}`, 'v'.repeat(valueBytes)] as const);
  const span = aSpan({
    traceId: aTraceId(MARKS.traceId),
    spanId: aSpanId(MARKS.spanId),
    parentSpanId: parent === null ? null : aSpanId(parent),
    name: parent === null ? 'evaluate' : 'step',
    attributes: attributesOf({
      'honeyhive.session_id': SESSION_MARK,
      'honeyhive_metadata.run_id': RUN_ID,
      'honeyhive_metadata.dataset_id': 'faults-dataset',
      'honeyhive_metadata.datapoint_id': 'faults-datapoint',
      ...Object.fromEntries(further),
    }),
  });
  const bytes = Buffer.from(encodeProtobuf([span]));
  return {
    bytes,
    traceAt: bytes.indexOf(Buffer.from(MARKS.traceId, 'hex')),
    spanAt: bytes.indexOf(Buffer.from(MARKS.spanId, 'hex')),
    parentAt: bytes.indexOf(Buffer.from(MARKS.parentSpanId, 'hex')),
    sessionAt: bytes.indexOf(SESSION_MARK),
  };
}
