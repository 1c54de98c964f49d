import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawableText } from './drawable-text';

test.each([
  ['nightly-42 “Zażółć” Ночь', 'nightly-42 “Zażółć” Ночь'],
  ['日本 🧳\u202e مرحبا', '?? ?? ?????'],
  ['a\n\tb\0c', 'a b?c'],
])('%j is drawn as %j', (text, drawn) => {
  expect(drawableText(text, 40)).toBe(drawn);
});

test('nothing is drawn that the font lacks, and never more than there is room for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const drawn = drawableText(text, 20);
      expect(drawn.length).toBeLessThanOrEqual(20);
      expect(drawn).toMatch(/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Common}]*$/u);
      expect(drawn).not.toMatch(/[\p{Emoji_Presentation}\p{Cc}\p{Cf}]/u);
    }),
  );
});
