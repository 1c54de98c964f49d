import { type Attribute, type AttributeValue, isKeyValueList } from '../domain/attributes';
import type { ProtobufReader } from './protobuf-reader';
import type { TracesCollector } from './traces-collector';
import { checkValueDepth } from './value-depth';

/** What every decoding function needs: where it reads from, and where it says what it had to tolerate. */
export interface DecodingContext {
  readonly reader: ProtobufReader;
  readonly collector: TracesCollector;
}

/**
 * message KeyValue
 *   0x0a  1 key           string
 *   0x12  2 value         AnyValue
 *   0x18  3 key_strindex  int32, profiles only
 */
export function decodeKeyValue(context: DecodingContext, depth = 0): Attribute {
  const { reader, collector } = context;
  let key = '';
  let value: AttributeValue = null;
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x0a:
        key = reader.readRepeatedString();
        break;
      case 0x12:
        value = decodeAnyValue(context, value, depth);
        break;
      case 0x18:
        collector.tolerate('stringIndex');
        reader.skip(tag);
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  return { key, value };
}

/**
 * message AnyValue, one of
 *   0x0a  1 string_value           string
 *   0x10  2 bool_value             bool
 *   0x18  3 int_value              int64
 *   0x21  4 double_value           double
 *   0x2a  5 array_value            ArrayValue
 *   0x32  6 kvlist_value           KeyValueList
 *   0x3a  7 bytes_value            bytes
 *   0x40  8 string_value_strindex  int32, profiles only
 * @param previous what an earlier part of the same message said; lists grow, everything else is replaced.
 */
function decodeAnyValue(context: DecodingContext, previous: AttributeValue, depth: number): AttributeValue {
  const { reader, collector } = context;
  let value = previous;
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    switch (tag) {
      case 0x0a:
        value = reader.readString();
        break;
      case 0x10:
        value = reader.readBool();
        break;
      case 0x18:
        value = reader.readInt64();
        break;
      case 0x21:
        value = reader.readDouble();
        break;
      case 0x2a:
        value = decodeArrayValue(context, value, depth + 1);
        break;
      case 0x32:
        value = decodeKeyValueList(context, value, depth + 1);
        break;
      case 0x3a:
        value = reader.readBytes().slice();
        break;
      case 0x40:
        collector.tolerate('stringIndex');
        value = null;
        reader.skip(tag);
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outerEnd);
  return value;
}

/**
 * message ArrayValue
 *   0x0a  1 values  repeated AnyValue
 */
function decodeArrayValue(context: DecodingContext, previous: AttributeValue, depth: number): AttributeValue {
  checkValueDepth(depth);
  const { reader } = context;
  // Made by an earlier call for the same value, so it may still grow; copying it for every part would be quadratic.
  const values = Array.isArray(previous) ? (previous as AttributeValue[]) : [];
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    if (tag === 0x0a) values.push(decodeAnyValue(context, null, depth));
    else reader.skip(tag);
  }
  reader.leave(outerEnd);
  return values;
}

/**
 * message KeyValueList
 *   0x0a  1 values  repeated KeyValue
 */
function decodeKeyValueList(context: DecodingContext, previous: AttributeValue, depth: number): AttributeValue {
  checkValueDepth(depth);
  const { reader } = context;
  const entries = isKeyValueList(previous) ? (previous.entries as Attribute[]) : [];
  const outerEnd = reader.enter();
  while (reader.hasMore()) {
    const tag = reader.readTag();
    if (tag === 0x0a) entries.push(decodeKeyValue(context, depth));
    else reader.skip(tag);
  }
  reader.leave(outerEnd);
  return { entries };
}
