import { describe, expect, it } from 'vitest';
import { aSpan, attributesOf } from '../testing/a-span';
import { routeSpan } from './route-span';
import { tableBehind } from './table-behind';
import { ROUTING_TABLES } from './tables';
import { preserve } from './tables/preserve';
import { routeOnly } from './tables/route-only';
import { staging } from './tables/staging';

const IDENTITY = { sessionId: 'session-1', project: 'project-1' };
const CONTESTED = aSpan({
  attributes: [
    ...attributesOf({ honeyhive_error: 'e', honeyhive_error_type: 'ValueError', large: 9223372036854775807n }),
    { key: '__proto__', value: 'hostile' },
  ],
});

describe('the routing table behind a stored event', () => {
  it.each([preserve, routeOnly, staging])('$name is told from the others by what it stored', (table) => {
    expect(tableBehind(CONTESTED, routeSpan(CONTESTED, table, IDENTITY), ROUTING_TABLES.values())).toBe(table);
  });

  it('of tables that store a span alike, the first is named', () => {
    const plain = aSpan({ attributes: attributesOf({ 'test.key': 'v' }) });
    const stored = routeSpan(plain, preserve, IDENTITY);
    expect(tableBehind(plain, stored, [staging, preserve])).toBe(staging);
  });

  it('none is named for an event that was changed after it was routed', () => {
    const stored = routeSpan(CONTESTED, staging, IDENTITY);
    const changed = { ...stored, metadata: { ...stored.metadata, later: true } };
    expect(tableBehind(CONTESTED, changed, ROUTING_TABLES.values())).toBeNull();
  });
});
