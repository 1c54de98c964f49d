import { describe, expect, it } from 'vitest';
import type { AttributeValue } from '../domain/attributes';
import { routeOf } from './route-of-key';
import { getRoutingTable, ROUTING_TABLES } from './tables';
import { preserve } from './tables/preserve';

/** At least one of these fits every condition. */
const VALUES: readonly AttributeValue[] = ['text', 'model', 'b9d1a1b8-1f2e-4c3d-8a4b-5c6d7e8f9a0b', 500n, null];

describe.each([...ROUTING_TABLES.values()])('table $name', (table) => {
  it('has a rule for every key: the last one takes all', () => {
    expect(table.rules.at(-1)).toMatchObject({ from: '*' });
    expect(table.rules.at(-1)).not.toHaveProperty('when');
  });

  it('has no rule that an earlier one hides', () => {
    const hidden = table.rules.filter((rule) => {
      const key = rule.from.replace('*', 'some.key');
      return !VALUES.some((value) => routeOf(table, key, value).rule === rule);
    });
    expect(hidden).toEqual([]);
  });

  it('says of every rule why it is there and where it comes from', () => {
    expect(table.rules.filter(({ note, source }) => !note.endsWith('.') || source === '')).toEqual([]);
  });
});

describe('getRoutingTable', () => {
  it('finds a table by name', () => expect(getRoutingTable('preserve')).toBe(preserve));
  it.each(['', 'Preserve', '__proto__'])('knows no table %j', (name) => expect(getRoutingTable(name)).toBeUndefined());
});

describe('routeOf', () => {
  it('gives the same route before and after its memory overflowed', () => {
    const before = routeOf(preserve, 'honeyhive_metadata.k', 1n);
    for (let i = 0; i < 20_001; i++) routeOf(preserve, `hostile.${i}`, 1n);
    expect(routeOf(preserve, 'honeyhive_metadata.k', 1n)).toEqual(before);
  });

  it('takes a prefix rule only for keys that continue after the dot', () => {
    expect(routeOf(preserve, 'honeyhive_metadata.', 1n).to[0]?.path).toBe('metadata.honeyhive_metadata.');
    expect(routeOf(preserve, 'honeyhive_metadatax', 1n).to[0]?.path).toBe('metadata.honeyhive_metadatax');
  });
});
