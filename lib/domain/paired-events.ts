import { eventKind } from './event-kind';

/** Where an event is, and what pairs it with one of another run. */
export interface PairableEvent {
  readonly datapoint: string;
  readonly event_name: string;
  readonly event_type: string;
  readonly session_id: string;
  readonly event_id: string;
  /** Unix milliseconds. */
  readonly start_time: number;
}

/**
 * Events of two runs side by side: of one datapoint and kind, the first of one run with the first of the other, and
 * so on. What has no counterpart is in no pair. In order of datapoint, type, name, time.
 */
export function pairEvents(
  ofOne: readonly PairableEvent[],
  ofOther: readonly PairableEvent[],
): readonly (readonly [PairableEvent, PairableEvent])[] {
  const others = byKind(ofOther);
  return [...byKind(ofOne)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([kind, events]) => {
      const counterparts = others.get(kind) ?? [];
      return events.slice(0, counterparts.length).map((event, i) => [event, counterparts[i] as PairableEvent] as const);
    });
}

function byKind(events: readonly PairableEvent[]): ReadonlyMap<string, readonly PairableEvent[]> {
  const kinds = new Map<string, PairableEvent[]>();
  for (const event of events) {
    const kind = JSON.stringify([event.datapoint, ...eventKind(event)]);
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [event]);
    else known.push(event);
  }
  for (const list of kinds.values()) list.sort(inTime);
  return kinds;
}

function inTime(a: PairableEvent, b: PairableEvent): number {
  return a.start_time - b.start_time || (a.event_id < b.event_id ? -1 : 1);
}
