import { type Attribute, type AttributeValue, isKeyValueList } from '../domain/attributes';
import { TextHash } from '../domain/hash-text';
import type { Resource, Scope, Span } from '../domain/span';

/**
 * Hash of a span's full contents, times included: 16 hex digits, equal for a repeated delivery of the same span in
 * whatever encoding. Flags and dropped counts are left out, because JSON exporters do not send them; ids are left out,
 * because only payloads of one id are compared.
 */
export function payloadHash(span: Span): string {
  const hash = new TextHash()
    .addText(span.parentSpanId ?? '')
    .addText(span.name)
    .addInt(span.kind)
    .addText(span.traceState)
    .addInt(span.status.code)
    .addText(span.status.message);
  addLong(hash, span.startUnixNano);
  addLong(hash, span.endUnixNano);
  addAttributes(hash, span.attributes);
  hash.addInt(span.events.length);
  for (const event of span.events) {
    addLong(hash, event.timeUnixNano);
    addAttributes(hash.addText(event.name), event.attributes);
  }
  hash.addInt(span.links.length);
  for (const link of span.links) {
    addAttributes(hash.addText(link.traceId).addText(link.spanId).addText(link.traceState), link.attributes);
  }
  return hash.addText(resourceHash(span.resource)).addText(scopeHash(span.scope)).digest();
}

/** Resources and scopes are shared by whole batches; their hash is worked out once each. */
const hashes = new WeakMap<Resource | Scope, string>();

function resourceHash(resource: Resource): string {
  return onceFor(resource, (hash) => addAttributes(hash.addText(resource.schemaUrl), resource.attributes));
}

function scopeHash(scope: Scope): string {
  return onceFor(scope, (hash) =>
    addAttributes(hash.addText(scope.name).addText(scope.version).addText(scope.schemaUrl), scope.attributes),
  );
}

function onceFor(owner: Resource | Scope, add: (hash: TextHash) => void): string {
  const known = hashes.get(owner);
  if (known !== undefined) return known;
  const hash = new TextHash();
  add(hash);
  const digest = hash.digest();
  hashes.set(owner, digest);
  return digest;
}

function addAttributes(hash: TextHash, attributes: readonly Attribute[]): void {
  hash.addInt(attributes.length);
  for (const { key, value } of attributes) addValue(hash.addText(key), value);
}

/** Told apart by type: the text "1", the integer 1 and the double 1 are different contents. */
const TAG = { string: 1, bool: 2, int: 3, double: 4, bytes: 5, empty: 6, array: 7, kvlist: 8 } as const;

/** Depth first with an explicit stack: values may be nested deeper than the call stack. */
function addValue(hash: TextHash, value: AttributeValue): void {
  if (typeof value === 'string') {
    hash.addInt(TAG.string).addText(value);
    return;
  }
  const open: (AttributeValue | Attribute)[] = [value];
  while (open.length > 0) {
    const next = open.pop() as AttributeValue | Attribute;
    if (isAttribute(next)) {
      hash.addText(next.key);
      open.push(next.value);
    } else if (next !== null && Array.isArray(next)) {
      hash.addInt(TAG.array).addInt(next.length);
      for (const item of next) open.push(item);
    } else if (isKeyValueList(next)) {
      hash.addInt(TAG.kvlist).addInt(next.entries.length);
      for (const entry of next.entries) open.push(entry);
    } else {
      addScalar(hash, next as Scalar);
    }
  }
}

type Scalar = string | boolean | bigint | number | Uint8Array | null;

function isAttribute(value: AttributeValue | Attribute): value is Attribute {
  return typeof value === 'object' && value !== null && 'key' in value;
}

const doubleBits = new DataView(new ArrayBuffer(8));

function addScalar(hash: TextHash, value: Scalar): void {
  if (value === null) {
    hash.addInt(TAG.empty);
  } else if (typeof value === 'string') {
    hash.addInt(TAG.string).addText(value);
  } else if (typeof value === 'boolean') {
    hash.addInt(TAG.bool).addInt(value ? 1 : 0);
  } else if (typeof value === 'bigint') {
    addLong(hash.addInt(TAG.int), value);
  } else if (typeof value === 'number') {
    doubleBits.setFloat64(0, Number.isNaN(value) ? Number.NaN : value);
    hash.addInt(TAG.double).addInt(doubleBits.getInt32(0)).addInt(doubleBits.getInt32(4));
  } else {
    hash.addInt(TAG.bytes).addInt(value.length);
    for (const byte of value) hash.addInt(byte);
  }
}

function addLong(hash: TextHash, value: bigint): void {
  hash.addInt(Number(BigInt.asIntN(32, value))).addInt(Number(BigInt.asIntN(32, value >> 32n)));
}
