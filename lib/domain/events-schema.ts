import { EVENT_BUCKETS, type EventBucket, type EventType, type TraceEvent } from './event';
import { isJsonObject, type JsonObject, type JsonValue } from './json';

/** A field that events of that type have: a bucket and the path in it, joined by dots. */
interface SchemaField {
  readonly bucket: EventBucket;
  readonly name: string;
  readonly eventType: EventType;
}

/** Fields beyond so many are left out: keys may be data, and then there is no end of them. */
const FIELDS_MAX = 10_000;

/** The fields that some events have (`GetEventsSchemaResponse`), found event by event. */
export class EventsSchema {
  readonly #fields = new Map<string, SchemaField>();
  readonly #datasets = new Set<string>();

  add(event: TraceEvent): void {
    const { dataset_id } = event.metadata;
    if (typeof dataset_id === 'string' && dataset_id !== '') this.#datasets.add(dataset_id);
    for (const bucket of EVENT_BUCKETS) {
      for (const name of leafPaths(bucket, event[bucket])) {
        if (this.#fields.size >= FIELDS_MAX) return;
        this.#fields.set(`${event.event_type} ${name}`, { bucket, name, eventType: event.event_type });
      }
    }
  }

  build(): JsonObject {
    const fields = [...this.#fields.values()].sort(
      (a, b) => compare(a.name, b.name) || compare(a.eventType, b.eventType),
    );
    const ofBucket = (bucket: EventBucket) =>
      fields
        .filter((field) => field.bucket === bucket)
        .map(({ name, eventType }) => ({ field_name: name, event_type: eventType }));
    return {
      fields: fields.map(({ name, eventType }) => ({ name, event_type: eventType })),
      datasets: [...this.#datasets].sort(),
      mappings: Object.fromEntries(EVENT_BUCKETS.map((bucket) => [bucket, ofBucket(bucket)])),
    };
  }
}

/** Paths of what is no object; lists count as one field. Iterative, because buckets may be nested deeply. */
function* leafPaths(bucket: string, root: JsonValue): Generator<string> {
  const open: { readonly path: string; readonly value: JsonValue }[] = [{ path: bucket, value: root }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, value } = next;
    if (!isJsonObject(value)) yield path;
    else for (const [key, member] of Object.entries(value)) open.push({ path: `${path}.${key}`, value: member });
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
