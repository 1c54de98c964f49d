import { constants, crc32, deflateRawSync, gunzipSync } from 'node:zlib';
import type { Cell } from './id-table';

/** Where a cell of the id table stands in a body. */
export interface Slot {
  readonly cell: Cell;
  readonly offset: number;
}

/** A stretch of a body that is different in every request: the slots of one span and what is between them. */
export interface VaryingPart {
  readonly start: number;
  readonly end: number;
}

/**
 * A request encoded once and sent many times with other ids in it. Changing the ids costs a few microseconds, also when
 * the body is compressed: the parts that vary lie uncompressed (as stored blocks) inside the gzip stream, nothing else
 * in the stream refers to them, and only they and the checksum are written anew. The result is about a tenth larger
 * than what a client would send, and as costly to inflate.
 */
export class PreparedBody {
  readonly #template: Buffer;
  readonly #raw: Buffer;
  /** Triples: offset in the table, length, offset in the raw body; then the offset in the body as sent. */
  readonly #copies: Int32Array;
  readonly #gzipped: boolean;

  constructor(raw: Buffer, slots: readonly Slot[], parts: readonly VaryingPart[], gzipped: boolean) {
    const { bytes, placeOf } = gzipped
      ? gzipWithHoles(raw, parts)
      : { bytes: raw, placeOf: (offset: number) => offset };
    this.#raw = Buffer.from(raw);
    this.#template = bytes;
    this.#gzipped = gzipped;
    this.#copies = Int32Array.from(
      slots.flatMap(({ cell, offset }) => [cell.offset, cell.length, offset, placeOf(offset)]),
    );
  }

  /** Bytes as sent. */
  get length(): number {
    return this.#template.length;
  }

  /** Bytes before compression. */
  get rawLength(): number {
    return this.#raw.length;
  }

  /** Writes the body with the table's ids into `target`, from `at` on. */
  write(table: Buffer, target: Buffer, at: number): void {
    this.#template.copy(target, at);
    const copies = this.#copies;
    for (let i = 0; i < copies.length; i += 4) {
      const from = copies[i] ?? 0;
      const to = from + (copies[i + 1] ?? 0);
      table.copy(target, at + (copies[i + 3] ?? 0), from, to);
      if (this.#gzipped) table.copy(this.#raw, copies[i + 2] ?? 0, from, to);
    }
    if (this.#gzipped) target.writeUInt32LE(crc32(this.#raw), at + this.length - 8);
  }

  /** @throws when what a server would inflate is not what was meant. */
  check(table: Buffer): void {
    if (!this.#gzipped) return;
    const sent = Buffer.alloc(this.length);
    this.write(table, sent, 0);
    if (!gunzipSync(sent).equals(this.#raw)) throw new Error('a prepared gzip body does not inflate to its contents');
  }
}

const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
const LAST_EMPTY_BLOCK = Buffer.from([1, 0, 0, 0xff, 0xff]);
/** How far back a deflate stream may refer. */
const WINDOW = 32_768;

function gzipWithHoles(raw: Buffer, parts: readonly VaryingPart[]) {
  // What the compressor may refer to: the body so far, where the holes hold what occurs nowhere else.
  const masked = Buffer.from(raw);
  for (const { start, end } of parts) masked.fill(0xff, start, end);
  const pieces: Buffer[] = [GZIP_HEADER];
  let length = GZIP_HEADER.length;
  const push = (piece: Buffer) => {
    pieces.push(piece);
    length += piece.length;
  };
  const pushCompressed = (start: number, end: number) => {
    if (start === end) return;
    const dictionary = masked.subarray(Math.max(0, start - WINDOW), start);
    push(
      deflateRawSync(raw.subarray(start, end), {
        finishFlush: constants.Z_SYNC_FLUSH,
        ...(dictionary.length > 0 ? { dictionary } : {}),
      }),
    );
  };

  const shifts: { readonly start: number; readonly shift: number }[] = [];
  let done = 0;
  for (const { start, end } of parts) {
    pushCompressed(done, start);
    const header = Buffer.alloc(5);
    header.writeUInt16LE(end - start, 1);
    header.writeUInt16LE(~(end - start) & 0xffff, 3);
    push(header);
    shifts.push({ start, shift: length - start });
    push(raw.subarray(start, end));
    done = end;
  }
  pushCompressed(done, raw.length);
  push(LAST_EMPTY_BLOCK);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(raw), 0);
  trailer.writeUInt32LE(raw.length, 4);
  push(trailer);

  function placeOf(offset: number): number {
    const hole = shifts.findLast(({ start }) => start <= offset);
    if (hole === undefined) throw new Error('an id lies outside of the varying parts');
    return offset + hole.shift;
  }
  return { bytes: Buffer.concat(pieces), placeOf };
}
