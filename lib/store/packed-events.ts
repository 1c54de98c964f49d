import { Buffer } from 'node:buffer';
import type { TraceEvent } from '../domain/event';
import { packBytes, unpackBytes } from './packed-bytes';
import { eventText, parseEvent } from './rows';

/** What was stored for the spans of one delivery: a line of ordinals, then one line of JSON per event. */

const NEW_LINE = 0x0a;
/** UTF-8 takes at most so many bytes for a UTF-16 unit. */
const BYTES_PER_UNIT = 3;
const SCRATCH_BYTES = 2 ** 20;
/** A scratch that had to grow beyond this is not kept. */
const SCRATCH_MAX = 2 ** 23;

/** Used by one packer after the other; fresh megabytes for each would be most of the work. */
let spare: Buffer | undefined;

/** Events become bytes one by one: a single text of all of them would be made, and read, once more. */
export class EventsPacker {
  readonly #ordinals: number[] = [];
  #bytes: Buffer;
  #length = 0;

  constructor() {
    this.#bytes = spare ?? Buffer.allocUnsafe(SCRATCH_BYTES);
    spare = undefined;
  }

  add(ordinal: number, event: TraceEvent): void {
    this.#ordinals.push(ordinal);
    const line = eventText(event);
    this.#reserve(1 + BYTES_PER_UNIT * line.length);
    this.#bytes[this.#length++] = NEW_LINE;
    this.#length += this.#bytes.write(line, this.#length);
  }

  /** Ends the packer. */
  pack(): Uint8Array {
    const lines = this.#bytes.subarray(0, this.#length);
    const packed = packBytes(Buffer.concat([Buffer.from(JSON.stringify(this.#ordinals)), lines]));
    if (this.#bytes.length <= SCRATCH_MAX) spare = this.#bytes;
    return packed;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + bytes));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** The events of one delivery; each is parsed when it is asked for. */
export class StoredEvents {
  readonly #lines: readonly string[];
  readonly #lineOfOrdinal: ReadonlyMap<number, number>;

  constructor(packed: Uint8Array) {
    this.#lines = unpackBytes(packed).toString().split('\n');
    const ordinals = JSON.parse(this.#lines[0] ?? '[]') as readonly number[];
    this.#lineOfOrdinal = new Map(ordinals.map((ordinal, index) => [ordinal, index + 1]));
  }

  /** @throws Error when the delivery has no event at that place. */
  at(ordinal: number): TraceEvent {
    const text = this.#lines[this.#lineOfOrdinal.get(ordinal) ?? -1];
    if (text === undefined) throw new Error(`A delivery has no event ${ordinal}.`);
    return parseEvent(text);
  }
}
