import { Buffer } from 'node:buffer';
import type { TraceEvent } from '../domain/event';
import { packBytes, unpackBytes } from './packed-bytes';
import { eventText, parseEvent } from './rows';

/** What was stored for the spans of one delivery: a line of ordinals, then one line of JSON per event. */

export class EventsPacker {
  readonly #ordinals: number[] = [];
  readonly #lines: string[] = [];

  add(ordinal: number, event: TraceEvent): void {
    this.#ordinals.push(ordinal);
    this.#lines.push(eventText(event));
  }

  pack(): Uint8Array {
    return packBytes(Buffer.from(`${JSON.stringify(this.#ordinals)}\n${this.#lines.join('\n')}`));
  }
}

/** @returns null when none is left. */
export function withoutEvents(packed: Uint8Array, erased: ReadonlySet<number>): Uint8Array | null {
  const [head = '[]', ...lines] = unpackBytes(packed).toString().split('\n');
  const ordinals = parseOrdinals(head);
  const left = ordinals.filter((ordinal) => !erased.has(ordinal));
  if (left.length === 0) return null;
  const keptLines = lines.filter((_, index) => !erased.has(ordinals[index] as number));
  return packBytes(Buffer.from([JSON.stringify(left), ...keptLines].join('\n')));
}

/** True when a delivery has events of other spans than these. */
export function hasOtherEvents(packed: Uint8Array, these: ReadonlySet<number>): boolean {
  const text = unpackBytes(packed).toString();
  return parseOrdinals(text.slice(0, text.indexOf('\n'))).some((ordinal) => !these.has(ordinal));
}

function parseOrdinals(line: string): readonly number[] {
  return JSON.parse(line) as readonly number[];
}

/** The events of one delivery; each is parsed when it is asked for. */
export class StoredEvents {
  readonly #lines: readonly string[];
  readonly #lineOfOrdinal: ReadonlyMap<number, number>;

  constructor(packed: Uint8Array) {
    this.#lines = unpackBytes(packed).toString().split('\n');
    const ordinals = parseOrdinals(this.#lines[0] ?? '[]');
    this.#lineOfOrdinal = new Map(ordinals.map((ordinal, index) => [ordinal, index + 1]));
  }

  /** @throws Error when the delivery has no event at that place. */
  at(ordinal: number): TraceEvent {
    const text = this.#lines[this.#lineOfOrdinal.get(ordinal) ?? -1];
    if (text === undefined) throw new Error(`A delivery has no event ${ordinal}.`);
    return parseEvent(text);
  }
}
