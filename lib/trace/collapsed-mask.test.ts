import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeCollapsed, encodeCollapsed, MASK_LENGTH_MAX } from './collapsed-mask';

const parentsArbitrary = fc.uniqueArray(fc.string({ maxLength: 20 }), { maxLength: 60 });

describe('the collapsed rows of a link', () => {
  test('come back as they were put in', () => {
    fc.assert(
      fc.property(parentsArbitrary, fc.infiniteStream(fc.boolean()), (parents, bits) => {
        const collapsed = new Set(parents.filter(() => bits.next().value));
        const text = encodeCollapsed(parents, collapsed);
        if (collapsed.size === 0) expect(text).toBeNull();
        else expect(decodeCollapsed(parents, text ?? '')).toEqual(collapsed);
      }),
    );
  });

  test('are refused when the tree has other parents or another order', () => {
    const text = encodeCollapsed(['a', 'b', 'c'], new Set(['b'])) ?? '';
    expect(decodeCollapsed(['a', 'b', 'c'], text)).toEqual(new Set(['b']));
    expect(decodeCollapsed(['a', 'c', 'b'], text)).toBeNull();
    expect(decodeCollapsed(['a', 'b'], text)).toBeNull();
    expect(decodeCollapsed(['ab', 'c'], text)).toBeNull();
  });

  test('are refused when they are not such a text', () => {
    for (const text of ['', '.', 'zz', '1234.', '1234.xyz', `1234.${'f'.repeat(MASK_LENGTH_MAX + 1)}`])
      expect(decodeCollapsed(['a'], text)).toBeNull();
  });

  test('stay out of the link when it would become too long', () => {
    const parents = Array.from({ length: 4 * MASK_LENGTH_MAX + 1 }, (_, i) => String(i));
    expect(encodeCollapsed(parents, new Set(['0']))).toHaveLength(6);
    expect(encodeCollapsed(parents, new Set([String(4 * MASK_LENGTH_MAX)]))).toBeNull();
  });
});
