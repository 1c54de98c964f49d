import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from '../domain/json';
import { parseJson, stringifyJson } from '../domain/json-text';

/** What became of a list or an object that holds spans. */
interface Rewritten<T extends JsonValue> {
  readonly value: T;
  readonly isChanged: boolean;
  /** False when no span in it has contents any more. */
  readonly hasContents: boolean;
}

/** Names a member may have, the proper one first: see decode-json.ts, which counts in the same order. */
type Names = readonly [name: string, protoName: string];

const RESOURCE_SPANS: Names = ['resourceSpans', 'resource_spans'];
const SCOPE_SPANS: Names = ['scopeSpans', 'scope_spans'];
const LEGACY_SCOPE_SPANS: Names = ['instrumentationLibrarySpans', 'instrumentation_library_spans'];
const SPANS: Names = ['spans', 'spans'];

/** All other values stay as they are; white space and the spelling of numbers do not. */
export function eraseJsonSpans(bytes: Uint8Array, ordinals: ReadonlySet<number>): Uint8Array {
  const request = parseJson(new TextDecoder().decode(bytes));
  let ordinal = 0;
  const eraseSpan = (span: JsonValue): Rewritten<JsonValue> => {
    const hadContents = !isEmpty(span);
    const isChanged = hadContents && ordinals.has(ordinal);
    ordinal++;
    return { value: isChanged ? jsonObject() : span, isChanged, hasContents: hadContents && !isChanged };
  };
  const eraseScope = (group: JsonValue) => eraseGroup(group, [SPANS], eraseSpan);
  const eraseResource = (group: JsonValue) => eraseGroup(group, [SCOPE_SPANS, LEGACY_SCOPE_SPANS], eraseScope);
  const { value, isChanged } = eraseMembers(request, [RESOURCE_SPANS], eraseResource);
  return isChanged ? new TextEncoder().encode(stringifyJson(value)) : bytes;
}

function isEmpty(span: JsonValue): boolean {
  return isJsonObject(span) && Object.keys(span).length === 0;
}

type Erase = (item: JsonValue) => Rewritten<JsonValue>;

/** A resource or scope with its spans: gone with the last of them. */
function eraseGroup(group: JsonValue, lists: readonly Names[], eraseItem: Erase): Rewritten<JsonValue> {
  const erased = eraseMembers(group, lists, eraseItem);
  if (!erased.isChanged || erased.hasContents || !isJsonObject(erased.value)) return erased;
  const empty = jsonObject();
  for (const [name] of lists.map((names) => nameIn(erased.value as JsonObject, names))) {
    if (name !== undefined) empty[name] = (erased.value as JsonObject)[name] ?? null;
  }
  return { ...erased, value: empty };
}

function eraseMembers(value: JsonValue, lists: readonly Names[], eraseItem: Erase): Rewritten<JsonValue> {
  if (!isJsonObject(value)) return { value, isChanged: false, hasContents: true };
  const members = Object.assign(jsonObject(), value);
  let isChanged = false;
  let hasContents = false;
  for (const names of lists) {
    const [name, ignored] = nameIn(value, names);
    const items = name === undefined ? undefined : value[name];
    if (name === undefined || !Array.isArray(items)) continue;
    const erased = (items as readonly JsonValue[]).map(eraseItem);
    hasContents ||= erased.some((item) => item.hasContents);
    if (!erased.some((item) => item.isChanged)) continue;
    isChanged = true;
    members[name] = erased.map((item) => item.value);
    // Nobody reads it, but it may say the same.
    if (ignored !== undefined) delete members[ignored];
  }
  return { value: isChanged ? members : value, isChanged, hasContents };
}

/** The member that counts, and the one that does not for its sake. */
function nameIn(object: JsonObject, [name, protoName]: Names): readonly [string?, string?] {
  const isThere = object[name] !== undefined && object[name] !== null;
  if (isThere) return protoName === name ? [name] : [name, protoName];
  return object[protoName] === undefined || object[protoName] === null ? [] : [protoName];
}
