import { expect, test } from 'vitest';
import { aCustody } from '../testing/a-custody';
import { someFacts, spanId } from '../testing/store-batch';
import { ordinalsOf, packFacts, unpackFacts } from './facts-chunk';
import { unpackBytes } from './packed-bytes';

const SHARED = aCustody({ preserved: 2, lost: 1 }, [
  ['__proto__', 'lost'],
  ['a\ud800', 'preserved'],
]);

function chunkOf(count: number): Uint8Array {
  const custody = (i: number) => (i % 10 === 9 ? aCustody() : SHARED);
  const spans = Array.from({ length: count }, (_, i) => ({
    ordinal: 3 * i,
    facts: someFacts({ spanId: spanId(i), custody: custody(i) }),
  }));
  return packFacts(spans);
}

test('what became of the keys is kept once for all spans whose keys fared alike', () => {
  const text = unpackBytes(packFacts([{ ordinal: 0, facts: someFacts({ custody: SHARED }) }])).toString();
  expect(text.split('__proto__')).toHaveLength(2);
  expect(unpackBytes(chunkOf(1000)).toString().split('__proto__')).toHaveLength(2);
});

test('spans share one object for it again, those of other deliveries included', () => {
  const spans = [...unpackFacts('s', chunkOf(20)), ...unpackFacts('s', chunkOf(1))];
  const custodies = spans.map(({ facts }) => facts.custody);
  expect(custodies[0]).toEqual(SHARED);
  expect(custodies[9]).toEqual(aCustody());
  expect(new Set(custodies).size).toBe(2);
});

test('the places of spans are read without the rest', () => {
  expect(ordinalsOf(chunkOf(4))).toEqual([0, 3, 6, 9]);
});
