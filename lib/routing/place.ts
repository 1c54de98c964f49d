import { EVENT_BUCKETS, type EventBucket } from '../domain/event';

/** Fields of an event that hold one text. */
export const TEXT_FIELDS = [
  'error',
  'source',
  'event_type',
  'event_name',
  'event_id',
  'parent_id',
  'project',
  'session_id',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];

/** Element of an array that is rebuilt from keys with a numeric segment. */
export interface ArrayElement {
  /** Keys from the bucket down to the array, at least one. */
  readonly path: readonly string[];
  /** {@link path} as one text, to tell arrays apart. */
  readonly array: string;
  readonly index: number;
  /** Dotted key inside the element; null when the value is the element. */
  readonly rest: string | null;
}

/** One place in an event, ready to be written or read. */
export type Place =
  | { readonly kind: 'text'; readonly field: TextField; readonly path: string }
  /** A whole bucket, which then is no object: `outputs` as bare text. */
  | { readonly kind: 'bucket'; readonly field: EventBucket; readonly path: string }
  | {
      readonly kind: 'key';
      readonly field: EventBucket;
      readonly key: string;
      readonly element: ArrayElement | null;
      /** Bucket and key with a dot between: the same for every reading, nested or dotted. */
      readonly path: string;
    };

const textFields: ReadonlySet<string> = new Set(TEXT_FIELDS);
const buckets: ReadonlySet<string> = new Set(EVENT_BUCKETS);

/**
 * Reads a place of a routing table.
 * @param flat keeps numeric segments in the key.
 * @throws when its first segment is no field of an event; tests keep the built-in tables free of that.
 */
export function parsePlace(path: string, flat: boolean): Place {
  const dot = path.indexOf('.');
  const field = dot === -1 ? path : path.slice(0, dot);
  if (dot === -1 && textFields.has(field)) return { kind: 'text', field: field as TextField, path };
  if (!buckets.has(field)) throw new Error(`A routing table sends a key to ${path}, which an event does not have.`);
  if (dot === -1) return { kind: 'bucket', field: field as EventBucket, path };
  const key = path.slice(dot + 1);
  return { kind: 'key', field: field as EventBucket, key, element: flat ? null : parseElement(key), path };
}

/** At most six digits, without leading zeros: longer ones are ids, not positions. */
const INDEX = /^(?:0|[1-9][0-9]{0,5})$/;
/** A longer way to the array would nest the event too deeply; such keys stay dotted. */
const MAX_PATH_SEGMENTS = 16;

/** honeyhive-system.md 4.4: an array at the first index, a dotted key inside the element after it. */
function parseElement(key: string): ArrayElement | null {
  const segments = key.split('.', MAX_PATH_SEGMENTS + 1);
  const at = segments.findIndex((segment, position) => position > 0 && INDEX.test(segment));
  const indexText = segments[at];
  if (indexText === undefined) return null;
  const path = segments.slice(0, at);
  const array = path.join('.');
  const end = array.length + 1 + indexText.length;
  return { path, array, index: Number(indexText), rest: end < key.length ? key.slice(end + 1) : null };
}
