import type { Attribute, AttributeValue } from '../domain/attributes';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from '../domain/json';
import { bytesOfBase64 } from './binary-text';
import type { TracesCollector } from './traces-collector';
import { checkValueDepth } from './value-depth';

/** A member that is not what OTLP/JSON wants there. The message names the member and repeats nothing of its value. */
export class UnusableMember extends Error {
  override readonly name = 'UnusableMember';
}

/** The member by its OTLP/JSON name, or, tolerated, by its name in the .proto files; undefined when absent or null. */
export function memberOf(
  object: JsonObject,
  name: string,
  protoName: string,
  collector: TracesCollector,
): JsonValue | undefined {
  const value = object[name];
  if (value !== undefined && value !== null) return value;
  if (protoName === name) return undefined;
  const tolerated = object[protoName];
  if (tolerated === undefined || tolerated === null) return undefined;
  collector.tolerate('snakeCase');
  return tolerated;
}

export function objectOf(value: JsonValue | undefined, what: string): JsonObject {
  if (!isJsonObject(value)) throw new UnusableMember(`${what} is not an object`);
  return value;
}

/** The items of a list; none when it is absent. */
export function listOf(value: JsonValue | undefined, what: string): readonly JsonValue[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new UnusableMember(`${what} is not a list`);
  return value;
}

/** A string; empty when it is absent. */
export function textOf(value: JsonValue | undefined, what: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') throw new UnusableMember(`${what} is not a string`);
  return value;
}

/** An integer given as a number or as decimal text; null when it is neither. `"1.0"` and `1e3` are integers too. */
function integerOf(value: JsonValue): bigint | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') {
    const digits = /^(-?\d{1,20})(?:\.0+)?$/.exec(value)?.[1];
    if (digits !== undefined) return BigInt(digits);
    return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? integerOf(Number(value)) : null;
  }
  return Number.isInteger(value) ? BigInt(value as number) : null;
}

function unsignedOf(value: JsonValue | undefined, bits: number, what: string): bigint | null {
  if (value === undefined) return null;
  const integer = integerOf(value);
  if (integer === null || integer < 0n || BigInt.asUintN(bits, integer) !== integer) {
    throw new UnusableMember(`${what} is not an unsigned ${bits}-bit integer`);
  }
  return integer;
}

/** A count or a set of flags; null when it is absent. */
export function uint32Of(value: JsonValue | undefined, what: string): number | null {
  const integer = unsignedOf(value, 32, what);
  return integer === null ? null : Number(integer);
}

/** A time in nanoseconds; 0n when it is absent. */
export function unixNanoOf(value: JsonValue | undefined, what: string, collector: TracesCollector): bigint {
  return unsignedOf(joinedLong(value, collector), 64, what) ?? 0n;
}

/** Old exporters for browsers split 64-bit integers: `{"low":…, "high":…}`, each of 32 bits. All else as it is. */
function joinedLong<T extends JsonValue | undefined>(value: T, collector: TracesCollector): T | bigint {
  if (!isJsonObject(value)) return value;
  const { low, high } = value;
  if (!Number.isInteger(low) || !Number.isInteger(high)) return value;
  collector.tolerate('longParts');
  return (BigInt.asUintN(32, BigInt(high as number)) << 32n) | BigInt.asUintN(32, BigInt(low as number));
}

/** Key-value pairs in order, duplicates kept. */
export function attributesOf(
  value: JsonValue | undefined,
  collector: TracesCollector,
  depth = 0,
): readonly Attribute[] {
  if (isJsonObject(value)) throw new UnusableMember('attributes is an object, not a list of {"key", "value"} pairs');
  return listOf(value, 'attributes').map((item) => {
    const pair = objectOf(item, 'an attribute');
    const key = textOf(pair.key ?? undefined, 'an attribute key');
    if (key === '' && pair.keyStrindex !== undefined) collector.tolerate('stringIndex');
    return { key, value: anyValueOf(pair.value, collector, depth) };
  });
}

type ValueDecoder = (value: JsonValue, collector: TracesCollector, depth: number) => AttributeValue;

/** The kinds of an AnyValue by member name. */
const VALUE_DECODERS: ReadonlyMap<string, ValueDecoder> = new Map<string, ValueDecoder>([
  ['stringValue', (value) => textOf(value, 'stringValue')],
  ['boolValue', booleanOf],
  ['intValue', int64Of],
  ['doubleValue', (value) => doubleOf(value, 'doubleValue')],
  ['bytesValue', byteStringOf],
  ['arrayValue', arrayOf],
  ['kvlistValue', keyValueListOf],
  ['stringValueStrindex', stringIndexOf],
]);

/** The same by their names in the .proto files. */
const PROTO_NAMES: ReadonlyMap<string, string> = new Map(
  [...VALUE_DECODERS.keys()].map((name) => [name.replace('Value', '_value').replace('Strindex', '_strindex'), name]),
);

/** An AnyValue. With several kinds set, which the specification forbids, the last one counts, as in protobuf. */
function anyValueOf(value: JsonValue | undefined, collector: TracesCollector, depth: number): AttributeValue {
  if (value === undefined || value === null) return null;
  const members = objectOf(value, 'an attribute value');
  let decoded: AttributeValue = null;
  let known = 0;
  let unknown = 0;
  for (const name in members) {
    const member = members[name];
    if (member === null || member === undefined) continue;
    const decode = VALUE_DECODERS.get(name) ?? decoderOfProtoName(name, collector);
    if (decode !== undefined) {
      decoded = decode(member, collector, depth);
      known++;
    } else if (name === 'Value' && isJsonObject(member)) {
      collector.tolerate('valueWrapper');
      return anyValueOf(unwrapped(member), collector, depth);
    } else unknown++;
  }
  if (known > 1) collector.tolerate('severalValues');
  if (known === 0 && unknown > 0) collector.tolerate('unknownValue');
  return decoded;
}

/** What Go's own JSON encoder makes of an AnyValue: `{"Value":{"StringValue":"x"}}`. */
function unwrapped(members: JsonObject): JsonObject {
  const renamed = jsonObject();
  for (const name in members) renamed[name.charAt(0).toLowerCase() + name.slice(1)] = members[name] ?? null;
  return renamed;
}

function decoderOfProtoName(name: string, collector: TracesCollector): ValueDecoder | undefined {
  const properName = PROTO_NAMES.get(name);
  if (properName === undefined) return undefined;
  collector.tolerate('snakeCase');
  return VALUE_DECODERS.get(properName);
}

function stringIndexOf(_: JsonValue, collector: TracesCollector): null {
  collector.tolerate('stringIndex');
  return null;
}

function booleanOf(value: JsonValue): boolean {
  if (typeof value !== 'boolean') throw new UnusableMember('boolValue is neither true nor false');
  return value;
}

/** JavaScript clients write every whole number as intValue, so one beyond 64 bits, or a fraction, is a double. */
function int64Of(value: JsonValue, collector: TracesCollector): bigint | number {
  const whole = joinedLong(value, collector);
  if (whole !== value) return BigInt.asIntN(64, whole as bigint);
  const integer = integerOf(value);
  if (integer !== null && BigInt.asIntN(64, integer) === integer) return integer;
  collector.tolerate('notAnInt64');
  return doubleOf(value, 'intValue');
}

const DOUBLE_WORDS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function doubleOf(value: JsonValue, what: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    const word = DOUBLE_WORDS.get(value);
    if (word !== undefined) return word;
    if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) return Number(value);
  }
  throw new UnusableMember(`${what} is not a number`);
}

function byteStringOf(value: JsonValue): Uint8Array {
  const bytes = bytesOfBase64(textOf(value, 'bytesValue'));
  if (bytes === null) throw new UnusableMember('bytesValue is not base64');
  return bytes;
}

function arrayOf(value: JsonValue, collector: TracesCollector, depth: number): readonly AttributeValue[] {
  checkValueDepth(depth + 1);
  const { values } = objectOf(value, 'arrayValue');
  return listOf(values ?? undefined, 'arrayValue.values').map((item) => anyValueOf(item, collector, depth + 1));
}

function keyValueListOf(value: JsonValue, collector: TracesCollector, depth: number): AttributeValue {
  checkValueDepth(depth + 1);
  const { values } = objectOf(value, 'kvlistValue');
  return { entries: attributesOf(values ?? undefined, collector, depth + 1) };
}
