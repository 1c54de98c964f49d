import type { BodyEncoding } from './encode-request';
import type { Random } from './random';

/** Part of the table: a value as it stands in a request body. */
export interface Cell {
  readonly offset: number;
  readonly length: number;
}

const WIDTHS: Readonly<Record<BodyEncoding, { readonly trace: number; readonly span: number; readonly time: number }>> =
  {
    protobuf: { trace: 16, span: 8, time: 8 },
    json: { trace: 32, span: 16, time: 19 },
  };
const UUID = 36;
const SPAN_GAP_NANO = 1_000_000n;

/** Everything that differs from one request to the next, in the bytes in which requests carry it. */
export class IdTable {
  readonly bytes: Buffer;
  readonly run: Cell;
  readonly traces: readonly Cell[];
  readonly sessions: readonly Cell[];
  readonly spans: readonly Cell[];
  readonly starts: readonly Cell[];
  readonly ends: readonly Cell[];
  readonly #encoding: BodyEncoding;

  constructor(encoding: BodyEncoding, sessionCount: number, spanCount: number) {
    const { trace, span, time } = WIDTHS[encoding];
    let size = 0;
    const cell = (length: number): Cell => {
      size += length;
      return { offset: size - length, length };
    };
    const cells = (count: number, length: number) => Array.from({ length: count }, () => cell(length));
    this.#encoding = encoding;
    this.run = cell(UUID);
    this.traces = cells(sessionCount, trace);
    this.sessions = cells(sessionCount, UUID);
    this.spans = cells(spanCount, span);
    this.starts = cells(spanCount, time);
    this.ends = cells(spanCount, time);
    this.bytes = Buffer.alloc(size);
  }

  /** New sessions, traces, spans and times; the run is the caller's. */
  renew(random: Random, runId: string, endUnixNano: bigint): void {
    this.bytes.write(runId, this.run.offset, 'latin1');
    for (const { offset } of this.sessions) this.bytes.write(random.uuid(), offset, 'latin1');
    for (const cell of this.traces) this.#drawId(random, cell);
    for (const cell of this.spans) this.#drawId(random, cell);
    let start = endUnixNano - BigInt(this.spans.length) * SPAN_GAP_NANO;
    for (const [i, cell] of this.starts.entries()) {
      start += SPAN_GAP_NANO;
      this.#writeTime(cell, start);
      this.#writeTime(this.ends[i] ?? cell, start + 40_000_123n);
    }
  }

  /** A cell as people write it: ids in hex, times as decimals, everything else as text. */
  text({ offset, length }: Cell, kind: 'id' | 'text'): string {
    const isHex = kind === 'id' && this.#encoding === 'protobuf';
    return this.bytes.toString(isHex ? 'hex' : 'latin1', offset, offset + length);
  }

  time({ offset, length }: Cell): bigint {
    if (this.#encoding === 'protobuf') return this.bytes.readBigUInt64LE(offset);
    return BigInt(this.bytes.toString('latin1', offset, offset + length));
  }

  #drawId(random: Random, { offset, length }: Cell): void {
    if (this.#encoding === 'json') this.bytes.write(random.hex(length), offset, 'latin1');
    else for (let i = 0; i < length; i += 4) this.bytes.writeUInt32LE(random.word(), offset + i);
  }

  #writeTime({ offset }: Cell, nano: bigint): void {
    if (this.#encoding === 'json') this.bytes.write(nano.toString(), offset, 'latin1');
    else this.bytes.writeBigUInt64LE(nano, offset);
  }
}
