import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bytes,
  bytesField,
  doubleField,
  fixed32Field,
  fixed64Field,
  stringField,
  varint,
  varintField,
} from '../testing/encode-protobuf';
import { ProtobufReader } from './protobuf-reader';

function reader(bytes: Bytes): ProtobufReader {
  return new ProtobufReader(Uint8Array.from(bytes));
}

/** Reads one field's tag and leaves the reader at its value. */
function atValue(bytes: Bytes): ProtobufReader {
  const field = reader(bytes);
  field.readTag();
  return field;
}

describe('ProtobufReader', () => {
  it.each([0n, 1n, 127n, 128n, 16383n, 16384n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n])(
    'reads the varint %s exactly',
    (value) => {
      expect(reader(varint(value)).readUint64()).toBe(value);
      expect(reader(varint(value)).readInt64()).toBe(BigInt.asIntN(64, value));
      expect(reader(varint(value)).readUint32()).toBe(Number(BigInt.asUintN(32, value)));
      expect(reader(varint(value)).readInt32()).toBe(Number(BigInt.asIntN(32, value)));
      expect(reader(varint(value)).readBool()).toBe(value !== 0n);
    },
  );

  it('reads every 64-bit integer in every width', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        expect(atValue(varintField(1, value)).readInt64()).toBe(value);
        expect(atValue(fixed64Field(1, BigInt.asUintN(64, value))).readFixed64()).toBe(BigInt.asUintN(64, value));
      }),
    );
  });

  it('accepts longer spellings than needed, up to ten bytes', () => {
    const padded = [0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00];
    expect(reader(padded).readUint64()).toBe(1n);
    expect(reader(padded).readUint32()).toBe(1);
    expect(() => reader([...padded.slice(0, 9), 0x80, 0x00]).readUint64()).toThrow('more than ten bytes');
    expect(() => reader([...padded.slice(0, 9), 0x80, 0x00]).readUint32()).toThrow('more than ten bytes');
  });

  it.each([0, -0, 0.1, Number.NaN, Number.NEGATIVE_INFINITY, 5e-324, Number.MAX_VALUE])(
    'reads the double %s',
    (value) => {
      expect(atValue(doubleField(1, value)).readDouble()).toBe(value);
    },
  );

  it('reads fixed32, bytes and strings', () => {
    expect(atValue(fixed32Field(1, 0xfffffffe)).readFixed32()).toBe(0xfffffffe);
    expect(atValue(bytesField(1, [0, 255])).readBytes()).toEqual(Uint8Array.of(0, 255));
    expect(atValue(stringField(1, '\ufeffé😀')).readString()).toBe('\ufeffé😀');
  });

  it('replaces what is not UTF-8 and counts it', () => {
    const field = atValue(bytesField(1, [0x61, 0xff, 0x62]));
    expect(field.readString()).toBe('a\ufffdb');
    expect(field.invalidStrings).toBe(1);
  });

  it('never mistakes one repeated string for another', () => {
    const texts = Array.from({ length: 3000 }, (_, i) => `honeyhive_metadata.${i % 1100}`);
    const all = reader(texts.flatMap((text) => [...varint(text.length), ...new TextEncoder().encode(text)]));
    expect(texts.map(() => all.readRepeatedString())).toEqual(texts);
  });

  it.each<[string, Bytes]>([
    ['a varint', varintField(9, 2n ** 64n - 1n)],
    ['fixed64', fixed64Field(9, 1n)],
    ['fixed32', fixed32Field(9, 1)],
    ['bytes', bytesField(2 ** 28, [1, 2, 3])],
    ['a group', [...varint(9 * 8 + 3), ...stringField(1, 'in it'), ...varint(9 * 8 + 4)]],
    ['groups in groups', [0x4b, 0x53, ...varintField(1, 1), 0x54, 0x4c]],
  ])('skips %s to its end', (_, field) => {
    const all = reader([...field, ...varintField(1, 7)]);
    all.skip(all.readTag());
    expect([all.readTag(), all.readUint32()]).toEqual([8, 7]);
  });

  it('skips a million groups inside each other without overflowing the stack', () => {
    const deep = new ProtobufReader(new Uint8Array(2_000_000).fill(0x0b, 0, 1_000_000).fill(0x0c, 1_000_000));
    deep.skip(deep.readTag());
    expect(deep.hasMore()).toBe(false);
  });

  it.each<[string, Bytes, string]>([
    ['field number 0', [0x00, 0x01], 'impossible number'],
    ['a field number beyond 29 bits', [...varint(2n ** 32n), 0x01], 'impossible number'],
    ['wire type 6', [0x0e], 'impossible type'],
    ['wire type 7', [0x0f], 'impossible type'],
    ['the end of a group that never began', [0x0c], 'impossible type'],
    ['the end of another group', [0x0b, 0x14], 'did not begin'],
    ['a group without an end', [0x0b, 0x08, 0x01], 'no end'],
    ['a cut varint', [0x08, 0x80], 'ends inside'],
    ['cut fixed64', [0x09, 0, 0, 0, 0, 0, 0, 0], 'ends inside'],
    ['cut fixed32', [0x0d, 0, 0, 0], 'ends inside'],
    ['cut bytes', [0x0a, 0x02, 0x01], 'ends inside'],
    ['an absurd length', [0x0a, ...varint(2n ** 64n - 1n)], 'ends inside'],
  ])('refuses %s', (_, bytes, message) => {
    const broken = reader(bytes);
    expect(() => broken.skip(broken.readTag())).toThrow(message);
  });

  it('reads nothing beyond the message it is in', () => {
    const outer = reader([0x0a, 0x01, 0x08, 0x05]);
    outer.readTag();
    outer.enter();
    outer.readTag();
    expect(() => outer.readUint32()).toThrow('ends inside');
    const inner = reader([0x0a, 0x02, 0x0a, 0x03, 1, 2, 3]);
    inner.readTag();
    inner.enter();
    inner.readTag();
    expect(() => inner.enter()).toThrow('ends inside');
  });

  it('goes on behind a message that was not read to its end', () => {
    const outer = reader([...bytesField(1, [0x08, 0x01, 0x10, 0x02]), ...varintField(3, 4)]);
    outer.readTag();
    const end = outer.enter();
    outer.readTag();
    outer.leave(end);
    expect([outer.readTag(), outer.readUint32(), outer.hasMore()]).toEqual([24, 4, false]);
  });
});
