import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PairNumbers } from './pair-numbers';

it('numbers every pair once, in the order in which they are met', () => {
  const any = fc.oneof(fc.nat(20), fc.nat(2 ** 30));
  fc.assert(
    fc.property(fc.array(fc.tuple(any, any), { maxLength: 500 }), (pairs) => {
      const numbers = new PairNumbers();
      const known = new Map<string, number>();
      for (const [first, second] of pairs) {
        const text = `${first} ${second}`;
        known.set(text, known.get(text) ?? known.size);
        expect(numbers.numberOf(first, second)).toBe(known.get(text));
      }
      expect(numbers.size).toBe(known.size);
      for (const [text, number] of known) expect(`${numbers.first(number)} ${numbers.second(number)}`).toBe(text);
    }),
  );
});
