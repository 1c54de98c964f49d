import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type PairableEvent, pairEvents } from './paired-events';

let made = 0;
const anEvent = (datapoint: string, event_name: string, start_time: number): PairableEvent => {
  const event_id = `e${made++}`;
  return { datapoint, event_name, event_type: 'tool', session_id: 's', event_id, start_time };
};

it('the first of a name and datapoint is paired with the first, whatever order they were read in', () => {
  const [a1, a2, other] = [anEvent('d1', 'a', 1), anEvent('d1', 'a', 2), anEvent('d1', 'other', 1)];
  const [b1, b2, b3] = [anEvent('d1', 'a', 10), anEvent('d1', 'a', 20), anEvent('d1', 'a', 30)];
  const elsewhere = anEvent('d2', 'a', 5);
  expect(pairEvents([a2, other, a1], [b3, b1, elsewhere, b2])).toEqual([
    [a1, b1],
    [a2, b2],
  ]);
});

it('sessions are paired although each is named after its run', () => {
  const [one, other] = ['before', 'after'].map(
    (run): PairableEvent => ({ ...anEvent('d1', run, 1), event_type: 'session' }),
  );
  expect(pairEvents([one as PairableEvent], [other as PairableEvent])).toEqual([[one, other]]);
});

it('swapped runs make swapped pairs', () => {
  const events = fc.array(
    fc.tuple(fc.constantFrom('d1', 'd2'), fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 3 })),
  );
  fc.assert(
    fc.property(events, events, (one, other) => {
      const [a, b] = [one.map((args) => anEvent(...args)), other.map((args) => anEvent(...args))];
      expect(pairEvents(b, a).map(([left, right]) => [right, left])).toEqual(pairEvents(a, b));
    }),
  );
});
