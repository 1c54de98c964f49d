import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { packBytes, unpackBytes } from './packed-bytes';

describe('packed bytes', () => {
  test('come back as they were, short and long', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        expect(new Uint8Array(unpackBytes(packBytes(bytes)))).toEqual(bytes);
      }),
    );
    const text = Buffer.from('what repeats is kept short. '.repeat(10_000));
    expect(packBytes(text).byteLength).toBeLessThan(text.length / 20);
    expect(unpackBytes(packBytes(text)).equals(text)).toBe(true);
  });

  test('that were damaged are refused, whatever bit it was', () => {
    const packed = packBytes(Buffer.from('contents '.repeat(400)));
    for (let bit = 0; bit < 8 * packed.byteLength; bit += 7) {
      const damaged = Uint8Array.from(packed);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => unpackBytes(damaged)).toThrow('damaged');
    }
    expect(() => unpackBytes(new Uint8Array())).toThrow('damaged');
  });
});
