import { describe, expect, test } from 'vitest';
import { optionsOf } from '../testing/rows-of';
import { buildForest } from './build-forest';
import { flattenRows } from './flatten-rows';
import { commandOfKey, findByPrefix } from './walk-rows';

/** a ─ (b ─ c, d ─ e), f: rows 1 to 6 under the session's row 0. */
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];
const PARENTS = [null, 'a', 'b', 'a', 'd', null];
const forest = buildForest(
  NAMES.map((name, i) => ({ traceId: 't', spanId: name, parentSpanId: PARENTS[i] ?? null, start: i })),
  { settled: true },
);

function press(key: string, active: number, { collapsed = [] as number[], isSearching = false } = {}) {
  const rows = flattenRows(forest, optionsOf(forest, { collapsed }));
  return commandOfKey(key, { rows, active, pageSize: 3, isSearching });
}

describe('keys in the tree', () => {
  test.each([
    ['ArrowDown', 0, 1],
    ['ArrowDown', 6, 6],
    ['ArrowUp', 0, 0],
    ['ArrowUp', 3, 2],
    ['PageDown', 1, 4],
    ['PageDown', 5, 6],
    ['PageUp', 2, 0],
    ['Home', 4, 0],
    ['End', 0, 6],
    ['ArrowRight', 0, 1],
    ['ArrowRight', 1, 2],
    ['ArrowLeft', 3, 2],
    ['ArrowLeft', 6, 0],
  ])('%s goes from row %d to row %d', (key, from, to) => {
    expect(press(key, from)).toEqual({ do: 'go', row: to });
  });

  test('→ opens, ← closes, and neither does anything where there is nothing to open', () => {
    expect(press('ArrowRight', 1, { collapsed: [0] })).toEqual({ do: 'fold', node: 0, open: true });
    expect(press('ArrowLeft', 1)).toEqual({ do: 'fold', node: 0, open: false });
    expect(press('ArrowRight', 3)).toBeNull();
    expect(press('ArrowLeft', 0)).toBeNull();
  });

  test('* opens the closed siblings', () => {
    expect(press('*', 2, { collapsed: [1, 3] })).toEqual({ do: 'unfold-siblings', nodes: [1, 3] });
    expect(press('*', 2)).toBeNull();
  });

  test('n and N walk the matches of a search, and are letters without one', () => {
    expect(press('n', 0, { isSearching: true })).toEqual({ do: 'go-to-match', direction: 1 });
    expect(press('N', 0, { isSearching: true })).toEqual({ do: 'go-to-match', direction: -1 });
    expect(press('n', 0)).toBeNull();
  });

  test('names of Object members are no keys', () => {
    for (const key of ['constructor', '__proto__', 'toString']) expect(press(key, 0)).toBeNull();
  });
});

describe('letters', () => {
  const names = ['alpha', 'beta', 'Alp', 'gamma', 'alabama', 'x'];
  const rows = flattenRows(forest, optionsOf(forest));
  const find = (active: number, prefix: string) => findByPrefix(rows, (node) => names[node] ?? '', active, prefix);

  test('find the next row that begins with them, going round', () => {
    expect(find(0, 'a')).toBe(1);
    expect(find(1, 'a')).toBe(3);
    expect(find(5, 'a')).toBe(1);
    expect(find(6, 'b')).toBe(2);
    expect(find(0, 'q')).toBeNull();
  });

  test('stay on the row they found while more of them are typed', () => {
    expect(find(3, 'al')).toBe(3);
    expect(find(3, 'ala')).toBe(5);
  });
});
