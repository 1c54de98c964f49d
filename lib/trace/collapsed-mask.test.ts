import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flagsAt } from '../testing/rows-of';
import { checksumOf, decodeCollapsed, encodeCollapsed, MASK_LENGTH_MAX } from './collapsed-mask';

/** Parents with these ids, being the nodes 0, 1, 2 … */
function parentsOf(...ids: readonly string[]) {
  return { parents: Int32Array.from(ids, (_, node) => node), parentsChecksum: checksumOf(ids) };
}

const idsArbitrary = fc.uniqueArray(fc.string({ maxLength: 20 }), { maxLength: 60 });

describe('the collapsed rows of a link', () => {
  test('come back as they were put in', () => {
    fc.assert(
      fc.property(idsArbitrary, fc.infiniteStream(fc.boolean()), (ids, bits) => {
        const tree = parentsOf(...ids);
        const collapsed = Uint8Array.from(ids, () => (bits.next().value ? 1 : 0));
        const text = encodeCollapsed(tree, collapsed);
        if (!collapsed.includes(1)) expect(text).toBeNull();
        else expect(decodeCollapsed(tree, ids.length, text ?? '')).toEqual(collapsed);
      }),
    );
  });

  test('are refused when the tree has other parents or another order', () => {
    const abc = parentsOf('a', 'b', 'c');
    const text = encodeCollapsed(abc, flagsAt(3, [1])) ?? '';
    expect(decodeCollapsed(abc, 3, text)).toEqual(flagsAt(3, [1]));
    for (const other of [parentsOf('a', 'c', 'b'), parentsOf('a', 'b'), parentsOf('ab', 'c')])
      expect(decodeCollapsed(other, 3, text)).toBeNull();
  });

  test('are refused when they are not such a text', () => {
    for (const text of ['', '.', 'zz', '1234.', '1234.xyz', `1234.${'f'.repeat(MASK_LENGTH_MAX + 1)}`])
      expect(decodeCollapsed(parentsOf('a'), 1, text)).toBeNull();
  });

  test('stay out of the link when it would become too long', () => {
    const count = 4 * MASK_LENGTH_MAX + 1;
    const tree = parentsOf(...Array.from({ length: count }, (_, i) => String(i)));
    expect(encodeCollapsed(tree, flagsAt(count, [0]))).toHaveLength(6);
    expect(encodeCollapsed(tree, flagsAt(count, [count - 1]))).toBeNull();
  });
});
