import { ProtobufReader } from './protobuf-reader';

/** Tags, as the field maps in decode-protobuf.ts say them. */
const RESOURCE_SPANS = 0x0a;
const SCOPE_SPANS = 0x12;
const SPAN = 0x12;

/** A message, or what replaces it, in pieces. */
type Pieces = readonly Uint8Array[];

/** What became of a message that holds spans. */
interface Rewritten {
  /** null when it stays as it is. */
  readonly pieces: Pieces | null;
  /** What is left when no span in it has contents any more: empty spans in their places. */
  readonly empty: Pieces;
  readonly hasContents: boolean;
}

/** Every byte outside the erased spans, and outside what held nothing but them, stays as it was. */
export function eraseProtobufSpans(bytes: Uint8Array, ordinals: ReadonlySet<number>): Uint8Array {
  const eraser = new Eraser(bytes, ordinals);
  const { pieces } = eraser.rewriteAll();
  return pieces === null ? bytes : joined(pieces);
}

class Eraser {
  readonly #bytes: Uint8Array;
  readonly #reader: ProtobufReader;
  readonly #ordinals: ReadonlySet<number>;
  #ordinal = 0;

  constructor(bytes: Uint8Array, ordinals: ReadonlySet<number>) {
    this.#bytes = bytes;
    this.#reader = new ProtobufReader(bytes);
    this.#ordinals = ordinals;
  }

  rewriteAll(): Rewritten {
    return this.#rewriteFields(RESOURCE_SPANS, () =>
      this.#rewriteGroup(() =>
        this.#rewriteFields(SCOPE_SPANS, () =>
          this.#rewriteGroup(() => this.#rewriteFields(SPAN, () => this.#rewriteSpan())),
        ),
      ),
    );
  }

  #rewriteSpan(): Rewritten {
    const hadContents = this.#reader.readBytes().byteLength > 0;
    const isErased = hadContents && this.#ordinals.has(this.#ordinal);
    this.#ordinal++;
    return { pieces: isErased ? [] : null, empty: [], hasContents: hadContents && !isErased };
  }

  /** A resource or scope with its spans: gone with the last of them. */
  #rewriteGroup(rewriteFields: () => Rewritten): Rewritten {
    const outerEnd = this.#reader.enter();
    const group = rewriteFields();
    this.#reader.leave(outerEnd);
    return group.pieces === null || group.hasContents ? group : { ...group, pieces: group.empty };
  }

  /** Rewrites every field of that tag in the current message, and copies the others. */
  #rewriteFields(tag: number, rewrite: () => Rewritten): Rewritten {
    const reader = this.#reader;
    const pieces: Uint8Array[] = [];
    const empty: Uint8Array[] = [];
    let hasContents = false;
    let isChanged = false;
    let copied = reader.position;
    while (reader.hasMore()) {
      const found = reader.readTag();
      if (found !== tag) {
        reader.skip(found);
        continue;
      }
      const afterTag = reader.position;
      const field = rewrite();
      hasContents ||= field.hasContents;
      empty.push(Uint8Array.of(tag), ...withLength(field.empty));
      if (field.pieces === null) continue;
      isChanged = true;
      pieces.push(this.#bytes.subarray(copied, afterTag), ...withLength(field.pieces));
      copied = reader.position;
    }
    pieces.push(this.#bytes.subarray(copied, reader.position));
    return { pieces: isChanged ? pieces : null, empty, hasContents };
  }
}

function withLength(pieces: Pieces): Pieces {
  return [varint(lengthOf(pieces)), ...pieces];
}

function lengthOf(pieces: Pieces): number {
  return pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function joined(pieces: Pieces): Uint8Array {
  const whole = new Uint8Array(lengthOf(pieces));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
