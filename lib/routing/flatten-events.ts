import type { Attribute } from '../domain/attributes';
import type { SpanEvent } from '../domain/span';

/**
 * Span events as attributes `_event.<name>.<i>.<key>`, plus `._name` and `._timestamp` (nanoseconds as decimal text).
 * `i` counts the events of one name, so that the two exceptions every failing span carries stay apart. The short form
 * `_event.exception.type` of pair 49 would fold them into one.
 */
export function flattenEvents(events: readonly SpanEvent[]): readonly Attribute[] {
  if (events.length === 0) return [];
  const flat: Attribute[] = [];
  const seen = new Map<string, number>();
  for (const { name, timeUnixNano, attributes } of events) {
    const i = seen.get(name) ?? 0;
    seen.set(name, i + 1);
    const prefix = `_event.${name}.${i}.`;
    flat.push({ key: `${prefix}_name`, value: name }, { key: `${prefix}_timestamp`, value: String(timeUnixNano) });
    for (const { key, value } of attributes) flat.push({ key: prefix + key, value });
  }
  return flat;
}
