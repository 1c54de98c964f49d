import { AppError } from '../domain/errors';

/** The low three bits of a tag: how the field is written. */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const GROUP_START = 3;
const GROUP_END = 4;
const FIXED32 = 5;

/** A field number takes 29 bits, so that a tag is 32 bits long. */
const MAX_TAG = 2 ** 32 - 1;

/** How many different strings are remembered; a power of two. */
const KNOWN_STRINGS = 256;

interface KnownString {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenientUtf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads the protobuf wire format from left to right. Whatever is read lies inside the message that was entered last;
 * bytes that do not are an `invalid-request`, never a value.
 */
export class ProtobufReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;
  /** Where the current message ends. */
  #end: number;
  /** By the hash of their bytes; a later string with the same slot replaces an earlier one. */
  readonly #knownStrings: (KnownString | undefined)[] = [];
  /** Strings so far that were not UTF-8. */
  invalidStrings = 0;

  constructor(bytes: Uint8Array) {
    // A plain view, because the slices of a Node Buffer are no copies.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.byteLength;
  }

  /** Bytes before the cursor. */
  get position(): number {
    return this.#position;
  }

  /** True while the current message has fields left. */
  hasMore(): boolean {
    return this.#position < this.#end;
  }

  /** Enters the message at the cursor. @returns what {@link leave} needs to come back to the message around it. */
  enter(): number {
    const outerEnd = this.#end;
    this.#end = this.#endOfLength();
    return outerEnd;
  }

  /** Leaves the current message, with or without having read all of it. */
  leave(outerEnd: number): void {
    this.#position = this.#end;
    this.#end = outerEnd;
  }

  /** Field number times 8 plus wire type. */
  readTag(): number {
    const tag = this.#readVarint();
    if (tag > MAX_TAG || tag < 8) this.#fail('a field has an impossible number');
    return tag;
  }

  /** Skips the value of an unknown field, or of a known one that is written in another way. */
  skip(tag: number): void {
    switch (tag & 7) {
      case VARINT:
        this.readUint32();
        return;
      case FIXED64:
        this.#advance(8);
        return;
      case LENGTH_DELIMITED:
        this.#position = this.#endOfLength();
        return;
      case GROUP_START:
        this.#skipGroup(tag >>> 3);
        return;
      case FIXED32:
        this.#advance(4);
        return;
      default:
        this.#fail('a field has an impossible type');
    }
  }

  /** The low 32 bits of a varint, unsigned. */
  readUint32(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#readByte();
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    return this.#fail('a number has more than ten bytes');
  }

  /** An enum value: the low 32 bits of a varint, signed. */
  readInt32(): number {
    return this.readUint32() | 0;
  }

  readBool(): boolean {
    return this.readUint64() !== 0n;
  }

  readInt64(): bigint {
    return BigInt.asIntN(64, this.readUint64());
  }

  readUint64(): bigint {
    const start = this.#position;
    const rounded = this.#readVarint();
    if (rounded <= Number.MAX_SAFE_INTEGER) return BigInt(rounded);
    this.#position = start;
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#readByte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    return this.#fail('a number has more than ten bytes');
  }

  readFixed32(): number {
    const at = this.#advance(4);
    return this.#view.getUint32(at, true);
  }

  readFixed64(): bigint {
    const at = this.#advance(8);
    return this.#view.getBigUint64(at, true);
  }

  readDouble(): number {
    const at = this.#advance(8);
    return this.#view.getFloat64(at, true);
  }

  /** A view of the body, not a copy. */
  readBytes(): Uint8Array {
    const start = this.#startOfLength();
    return this.#bytes.subarray(start, this.#position);
  }

  readString(): string {
    const start = this.#startOfLength();
    return this.#textBetween(start, this.#position);
  }

  /** A string that has probably been read before, such as an attribute key: the same text is made only once. */
  readRepeatedString(): string {
    const start = this.#startOfLength();
    const end = this.#position;
    let hash = end - start;
    for (let at = start; at < end; at++) hash = (hash * 31 + (this.#bytes[at] ?? 0)) | 0;
    const slot = hash & (KNOWN_STRINGS - 1);
    const known = this.#knownStrings[slot];
    if (known !== undefined && this.#sameBytes(known, start, end)) return known.text;
    const text = this.#textBetween(start, end);
    this.#knownStrings[slot] = { start, end, text };
    return text;
  }

  #sameBytes(known: KnownString, start: number, end: number): boolean {
    if (known.end - known.start !== end - start) return false;
    for (let at = start, other = known.start; at < end; at++, other++) {
      if (this.#bytes[at] !== this.#bytes[other]) return false;
    }
    return true;
  }

  #textBetween(start: number, end: number): string {
    const bytes = this.#bytes.subarray(start, end);
    try {
      return strictUtf8.decode(bytes);
    } catch {
      this.invalidStrings++;
      return lenientUtf8.decode(bytes);
    }
  }

  /** Groups may hold groups; counted by hand, so that a million of them do not overflow the stack. */
  #skipGroup(field: number): void {
    const open = [field];
    while (open.length > 0) {
      if (!this.hasMore()) this.#fail('a group has no end');
      const tag = this.readTag();
      const wireType = tag & 7;
      if (wireType === GROUP_START) open.push(tag >>> 3);
      else if (wireType === GROUP_END) {
        if (open.pop() !== tag >>> 3) this.#fail('a group ends that did not begin');
      } else this.skip(tag);
    }
  }

  /** A varint as a double: exact up to 2^53, rounded beyond. */
  #readVarint(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 70; factor *= 128) {
      const byte = this.#readByte();
      if (byte < 0x80) return value + byte * factor;
      value += (byte & 0x7f) * factor;
    }
    return this.#fail('a number has more than ten bytes');
  }

  #readByte(): number {
    const byte = this.#bytes[this.#position];
    if (byte === undefined || this.#position >= this.#end) return this.#fail('it ends inside a field');
    this.#position++;
    return byte;
  }

  /** Moves on by a number of bytes and returns where they begin. */
  #advance(length: number): number {
    const at = this.#position;
    if (length > this.#end - at) this.#fail('it ends inside a field');
    this.#position = at + length;
    return at;
  }

  /** Reads a length, moves behind the value that has it and returns where the value begins. */
  #startOfLength(): number {
    const end = this.#endOfLength();
    const start = this.#position;
    this.#position = end;
    return start;
  }

  /** Reads a length and returns where the value that has it ends. */
  #endOfLength(): number {
    const length = this.#readVarint();
    if (length > this.#end - this.#position) this.#fail('it ends inside a field');
    return this.#position + length;
  }

  #fail(what: string): never {
    throw new AppError('invalid-request', `Not a valid protobuf message: ${what} (byte ${this.#position}).`);
  }
}
