import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attribute } from '../domain/attributes';
import { CUSTODY_KEYS_MAX } from '../domain/span-custody';
import { CUSTODY_STATES } from '../domain/states';
import { aSpan, attributesOf } from '../testing/a-span';
import { normaliseName } from '../trace/path-signature';
import { countCustody, countSpanCustody } from './count-custody';
import { internCustody } from './intern-custody';
import { judgeCustody } from './judge-custody';
import { routeSpan } from './route-span';
import { preserve } from './tables/preserve';
import { routeOnly } from './tables/route-only';
import { staging } from './tables/staging';

const TABLES = [preserve, routeOnly, staging];
const HOSTILE = ['__proto__', 'constructor', 'a\0b', 'a', 'b', 'a.b', '', '\ud800', '😀', 'x'.repeat(501)];

function custodyOf(attributes: readonly Attribute[], table = preserve, contract = preserve) {
  const span = aSpan({ attributes });
  return countSpanCustody(span, routeSpan(span, table, { sessionId: 's', project: 'p' }), contract);
}

describe('custody of a span', () => {
  it('has each key once, without what differs from span to span, with its worst state', () => {
    const span = aSpan({ attributes: attributesOf({ 'run.1': 'a', 'run.2': 'b', b: 1n, a: 'x' }) });
    const stored = {
      ...routeSpan(span, preserve, { sessionId: 's', project: 'p' }),
      metadata: { run: { 1: 'a' }, b: '1' },
    };
    expect(countSpanCustody(span, stored, preserve)).toEqual({
      counts: countCustody(judgeCustody(span, stored, preserve)),
      shape: [
        ['a', 'lost'],
        ['b', 'retyped'],
        ['run.#', 'lost'],
      ],
    });
  });

  const key = fc.oneof(
    fc.constantFrom(...HOSTILE),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.nat(30).map((n) => `k.${n}`),
  );
  const attributes = fc.array(fc.record({ key, value: fc.constantFrom('x', 'y', 1n, true) }), { maxLength: 12 });

  it('says the same as the ledger, key by key', () => {
    fc.assert(
      fc.property(attributes, fc.constantFrom(...TABLES), fc.constantFrom(...TABLES), (attributes, table, contract) => {
        const span = aSpan({ attributes });
        const stored = routeSpan(span, table, { sessionId: 's', project: 'p' });
        const ledger = judgeCustody(span, stored, contract);
        const { counts, shape } = countSpanCustody(span, stored, contract);
        expect(counts).toEqual(countCustody(ledger));
        const names = shape.map(([name]) => name);
        expect(names).toEqual([...new Set(names)].sort());
        for (const [name, state] of shape) {
          const ranks = ledger.entries.filter((entry) => shownName(entry.key) === name).map(rankOf);
          expect(CUSTODY_STATES.indexOf(state)).toBe(Math.max(...ranks));
        }
        expect(new Set(names)).toEqual(new Set(ledger.entries.map((entry) => shownName(entry.key))));
      }),
    );
  });

  it('is one object for equal keys and states, whatever the values, and another one otherwise', () => {
    fc.assert(
      fc.property(attributes, attributes, (some, others) => {
        const [a, again, b] = [custodyOf(some), custodyOf(some.map((one) => ({ ...one }))), custodyOf(others)];
        if (some.every((one) => one.key.length <= 500)) expect(again).toBe(a);
        expect(again).toEqual(a);
        if (a === b) expect(some.map((one) => one.key)).toEqual(others.map((one) => one.key));
      }),
    );
  });

  it('does not take a key in one state for another key in another', () => {
    const seen = fc.record({ key: fc.constantFrom(...'abcdefghijkl'), state: fc.constantFrom(...CUSTODY_STATES) });
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 3 }), (sent) => {
        const attributes = sent.map((one) => ({ key: one.key, value: 'x' }));
        const { shape } = internCustody(
          attributes,
          sent.map(({ state }) => state),
        );
        const ranks = new Map<string, number>();
        for (const one of sent) ranks.set(one.key, Math.max(ranks.get(one.key) ?? 0, rankOf(one)));
        expect(new Map(shape.map(([name, state]) => [name, rankOf({ state })]))).toEqual(ranks);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not take keys for each other that look the same side by side', () => {
    const custody = (...keys: string[]) =>
      custodyOf(keys.map((key) => ({ key, value: 1n }))).shape.map(([name]) => name);
    expect(custody('ab', 'c')).toEqual(['ab', 'c']);
    expect(custody('a', 'bc')).toEqual(['a', 'bc']);
    expect(custody('a', 'b', 'c')).toEqual(['a', 'b', 'c']);
    expect(custody('__proto__')).toEqual(['__proto__']);
  });

  it('stays right and quick when keys never repeat', () => {
    for (let i = 0; i < 3000; i++) {
      const attributes = Array.from({ length: 8 }, (_, n) => ({ key: `${letters(i)}.${letters(n)}`, value: 'x' }));
      expect(custodyOf(attributes).shape.map(([name]) => name)).toEqual(attributes.map(({ key }) => key).sort());
    }
  });

  it('counts all keys, and names the first of very many', () => {
    const attributes = Array.from({ length: 3000 }, (_, i) => ({ key: letters(i), value: 'x' }));
    const { counts, shape } = custodyOf(attributes);
    expect(counts.preserved).toBe(3000);
    const names = attributes.map(({ key }) => key).sort();
    expect(shape.map(([name]) => name)).toEqual(names.slice(0, CUSTODY_KEYS_MAX));
  });

  it('cuts long names, and leaves nothing in a name that no address can hold', () => {
    const names = custodyOf([
      { key: 'y'.repeat(10_000), value: 1n },
      { key: 'a\0\ud800', value: 1n },
    ]).shape;
    expect(names.map(([name]) => name)).toEqual(['a\ufffd\ufffd', 'y'.repeat(500)]);
  });
});

function shownName(key: string): string {
  return normaliseName(key)
    .slice(0, 500)
    .replace(/[\0\p{Surrogate}]/gu, '\ufffd');
}

function rankOf({ state }: { readonly state: (typeof CUSTODY_STATES)[number] }): number {
  return CUSTODY_STATES.indexOf(state);
}

/** A name without digits, different for every number. */
function letters(number: number): string {
  return `n${[...number.toString()].map((digit) => 'ghijklmnop'[Number(digit)]).join('')}`;
}
