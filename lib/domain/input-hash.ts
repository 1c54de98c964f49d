import { TextHash } from './hash-text';
import { isJsonObject, type JsonObject, type JsonValue } from './json';
import { stringifyJson } from './json-text';

const SCALAR = 1;
const ARRAY = 2;
const OBJECT = 3;

/**
 * Hash of a session's inputs: 16 hex digits, equal for values that are equal as JSON, in whatever order the members of
 * an object came. Two runs' sessions with equal inputs worked on the same datapoint (audit-semantics 2.9).
 */
export function hashInputs(inputs: JsonObject): string {
  const hash = new TextHash();
  // Values may be nested deeper than the call stack.
  const open: JsonValue[] = [inputs];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) {
      hash.addInt(ARRAY).addInt(value.length);
      for (const item of value) open.push(item);
    } else if (isJsonObject(value)) {
      const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
      hash.addInt(OBJECT).addInt(members.length);
      for (const [name, member] of members) {
        hash.addText(name);
        open.push(member);
      }
    } else {
      hash.addInt(SCALAR).addText(stringifyJson(value));
    }
  }
  return hash.digest();
}
