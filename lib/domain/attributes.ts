/**
 * One OTLP `AnyValue`. The JavaScript type is the wire type: `bigint` is `intValue`, `number` is `doubleValue`,
 * `null` is an AnyValue with nothing set (which is not the same as an empty string).
 */
export type AttributeValue =
  | string
  | boolean
  | bigint
  | number
  | Uint8Array
  | null
  | readonly AttributeValue[]
  | KeyValueList;

/** An OTLP `kvlistValue`: ordered, duplicates kept. */
export interface KeyValueList {
  readonly entries: readonly Attribute[];
}

/** One sent attribute. Lists of these keep the order, the duplicates and hostile keys such as `__proto__`. */
export interface Attribute {
  readonly key: string;
  readonly value: AttributeValue;
}

export type AttributeType = 'string' | 'bool' | 'int' | 'double' | 'bytes' | 'array' | 'kvlist' | 'empty';

export function attributeType(value: AttributeValue): AttributeType {
  if (value === null) return 'empty';
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    default:
      return 'kvlist';
  }
}

export function isKeyValueList(value: AttributeValue): value is KeyValueList {
  return attributeType(value) === 'kvlist';
}

/**
 * The last value sent under a key, or undefined when the key was not sent. OTLP leaves repeated keys undefined;
 * SDKs overwrite, so the last one is what the client meant. The ledger still shows every repetition.
 */
export function lastValue(attributes: readonly Attribute[], key: string): AttributeValue | undefined {
  for (let i = attributes.length - 1; i >= 0; i--) {
    const attribute = attributes[i];
    if (attribute?.key === key) return attribute.value;
  }
  return undefined;
}
