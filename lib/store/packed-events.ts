import { Buffer } from 'node:buffer';
import type { TraceEvent } from '../domain/event';
import { packBytes, unpackBytes } from './packed-bytes';
import { eventText, parseEvent } from './rows';

/** What was stored for the spans of one delivery: a line of ordinals, then one line of JSON per event. */

export function packEvents(events: readonly { readonly ordinal: number; readonly event: TraceEvent }[]): Uint8Array {
  const lines = [JSON.stringify(events.map(({ ordinal }) => ordinal))];
  for (const { event } of events) lines.push(eventText(event));
  return packBytes(Buffer.from(lines.join('\n')));
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
