import type { TraceEvent } from './event';
import { EVENT_BUCKETS } from './event';
import { projectFields } from './event-filter';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from './json';

/** Which members of a row, or dotted fields of an event, go into which part of a datapoint. */
export interface DatapointMapping {
  readonly inputs: readonly string[];
  readonly history: readonly string[];
  readonly ground_truth: readonly string[];
}

/** What is kept of a datapoint besides its id and times, in HoneyHive's spelling. */
export interface DatapointContent {
  readonly inputs: JsonObject;
  readonly history: readonly JsonObject[];
  /** null: nobody said what would be right. */
  readonly ground_truth: JsonObject | null;
  readonly metadata: JsonObject;
  /** Id of the event it was made of. */
  readonly linked_event: string | null;
}

export const EMPTY_DATAPOINT: DatapointContent = {
  inputs: {},
  history: [],
  ground_truth: null,
  metadata: {},
  linked_event: null,
};

/** A row of a dataset as a datapoint. A member may be mapped several times; what is mapped nowhere is metadata. */
export function datapointOfRow(row: JsonObject, mapping: DatapointMapping): DatapointContent {
  const mapped = new Set([...mapping.inputs, ...mapping.history, ...mapping.ground_truth]);
  return {
    ...partsOf(mapping, (names) => Object.entries(pick(row, names))),
    metadata: pick(
      row,
      Object.keys(row).filter((name) => !mapped.has(name)),
    ),
    linked_event: null,
  };
}

/**
 * A stored event as a datapoint: the mapped fields under their names without the bucket. Without a mapping its inputs, with
 * a conversation (`inputs.chat_history`) as history, and `feedback.ground_truth`.
 */
export function datapointOfEvent(event: TraceEvent, mapping: DatapointMapping | undefined): DatapointContent {
  const parts = mapping === undefined ? usualParts(event) : partsOf(mapping, (names) => fieldsOf(event, names));
  return { ...parts, metadata: {}, linked_event: event.event_id };
}

type Parts = Pick<DatapointContent, 'inputs' | 'history' | 'ground_truth'>;
type Member = readonly [name: string, value: JsonValue];

function partsOf(mapping: DatapointMapping, membersNamed: (names: readonly string[]) => readonly Member[]): Parts {
  const truth = membersNamed(mapping.ground_truth);
  return {
    inputs: objectOf(membersNamed(mapping.inputs)),
    history: membersNamed(mapping.history).flatMap(messagesOf),
    ground_truth: truth.length === 0 ? null : objectOf(truth),
  };
}

function usualParts({ inputs, feedback }: TraceEvent): Parts {
  const { ground_truth = null } = feedback;
  const isTalk = Array.isArray(inputs.chat_history) && inputs.chat_history.every(isJsonObject);
  const others = Object.keys(inputs).filter((name) => !isTalk || name !== 'chat_history');
  return {
    inputs: pick(inputs, others),
    history: isTalk ? (inputs.chat_history as readonly JsonObject[]) : [],
    ground_truth: isJsonObject(ground_truth) || ground_truth === null ? ground_truth : { ground_truth },
  };
}

/** A list gives its items, anything else itself; what is no message is wrapped under its name, so that nothing is lost. */
function messagesOf([name, value]: Member): readonly JsonObject[] {
  if (value === null) return [];
  const items: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  return items.map((item) => (isJsonObject(item) ? item : objectOf([[name, item]])));
}

const BUCKET = new RegExp(`^(?:${EVENT_BUCKETS.join('|')})\\.`);

/** Where two would have the same name the later one keeps its bucket's. */
function fieldsOf(event: TraceEvent, paths: readonly string[]): readonly Member[] {
  const fields = jsonObject();
  for (const [path, value] of Object.entries(projectFields(event as unknown as JsonObject, paths))) {
    const name = path.replace(BUCKET, '');
    fields[Object.hasOwn(fields, name) ? path : name] = value;
  }
  return Object.entries(fields);
}

function pick(from: JsonObject, names: readonly string[]): JsonObject {
  return objectOf(names.flatMap((name) => (Object.hasOwn(from, name) ? [[name, from[name] as JsonValue]] : [])));
}

function objectOf(members: readonly Member[]): JsonObject {
  const object = jsonObject();
  for (const [name, value] of members) object[name] = value;
  return object;
}
