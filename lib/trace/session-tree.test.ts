import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributionState } from '../domain/states';
import { flagsAt, listRows } from '../testing/rows-of';
import { layTree, type TreeChoice } from './lay-tree';
import { railAt } from './row-rails';
import { type FoundSpans, searchSpans } from './search-spans';
import { buildSessionTree, type SessionTree } from './session-tree';
import { type EncodableSpan, encodeSkeleton, type SkeletonFinding } from './skeleton';
import {
  carryCollapsed,
  carryPlace,
  foldedAbove,
  isAmbiguous,
  nearestRow,
  placeOfRow,
  resolveSelection,
  rowOfPlace,
  SESSION_PLACE,
  SESSION_ROW,
} from './tree-view';

const TRACE = 'a'.repeat(32);

interface Drawn {
  readonly id: string;
  readonly parent?: string | null;
  readonly missing?: boolean;
  readonly trace?: string;
  readonly start?: number;
  readonly end?: number | null;
}

function spanOf({ id, parent = null, missing = false, trace = TRACE, start = 0, end = start + 1 }: Drawn, i: number) {
  const states: AttributionState[] = [missing ? 'missing' : 'present'];
  const nanos = (seconds: number) => 1_700_000_000_000_000_000n + BigInt(seconds) * 1_000_000_000n + BigInt(i);
  return {
    traceId: trace,
    spanId: id,
    parentSpanId: parent,
    parentState: parent === null ? ('root' as const) : ('resolved' as const),
    parentSessionId: null,
    name: `name of ${id}`,
    kind: 1,
    type: 'chain' as const,
    startUnixNano: nanos(start),
    endUnixNano: end === null ? null : nanos(end),
    statusCode: 0,
    states,
    custody: null,
    sightings: 1,
    variants: 1,
  };
}

function breakAt(spanId: string): SkeletonFinding {
  return { keys: ['run_id'], span: { traceId: TRACE, spanId }, shape: 'total', size: 1 };
}

function encode(spans: readonly EncodableSpan[], findings: readonly SkeletonFinding[] = []): SessionTree {
  return buildSessionTree(encodeSkeleton({ version: 'v', settled: true, keys: ['run_id'], spans, findings }));
}

/** Spans in the order in which they were drawn, if their times allow. */
function treeOf(drawn: readonly Drawn[], findings: readonly SkeletonFinding[] = []): SessionTree {
  return encode(drawn.map(spanOf), findings);
}

const ALL = { onlyProblems: false, search: '', found: [] };
const layAll = (tree: SessionTree, choice: Partial<TreeChoice> = {}) =>
  layTree(tree, { ...ALL, collapsed: new Uint8Array(tree.shape.order.length), ...choice });

/** A random tree: every span hangs under an earlier one, or is a root; breaks are where a key stops. */
const treeArbitrary = fc
  .array(fc.record({ up: fc.nat(), missing: fc.boolean(), isRoot: fc.boolean() }), { minLength: 1, maxLength: 40 })
  .map((nodes) => {
    const drawn = nodes.map(({ up, missing, isRoot }, i) => ({
      id: `s${i}`,
      parent: i === 0 || isRoot ? null : `s${up % i}`,
      missing,
    }));
    const isMissing = (id: string | null) => drawn.find((span) => span.id === id)?.missing ?? false;
    const tops = drawn.filter((span) => span.missing && !isMissing(span.parent)).map((span) => span.id);
    /** The oracle: climb while the parent misses the key too. */
    const topOf = (id: string): string | null => {
      let span = drawn.find((candidate) => candidate.id === id);
      if (span === undefined || !span.missing) return null;
      for (let up = span; up.missing; span = up) {
        const parent = drawn.find((candidate) => candidate.id === up.parent);
        if (parent === undefined || !parent.missing) return up.id;
        up = parent;
      }
      return span.id;
    };
    return { drawn, tops, topOf };
  });

describe('break regions', () => {
  test('are the spans that miss the key on the way down from their break point', () => {
    fc.assert(
      fc.property(treeArbitrary, ({ drawn, tops, topOf }) => {
        const tree = treeOf(drawn, tops.map(breakAt));
        expect(tree.breaks).toHaveLength(tops.length);
        drawn.forEach(({ id }, node) => {
          const region = tree.breaks[tree.regions[node] ?? -1];
          expect(region === undefined ? null : drawn[region.node]?.id).toBe(topOf(id));
        });
      }),
    );
  });

  test('have one unbroken rail each, from the break point to their last row', () => {
    fc.assert(
      fc.property(treeArbitrary, ({ drawn, tops }) => {
        const tree = treeOf(drawn, tops.map(breakAt));
        const laid = layAll(tree);
        const rows = listRows(laid.rows);
        const rails = rows.map((_, row) => railAt(laid.rails, row));
        tree.breaks.forEach(({ node }, region) => {
          const own = rows.flatMap((row, i) => (row.kind === 'span' && tree.regions[row.node] === region ? [i] : []));
          const [first = -1, last = -1] = [own[0], own.at(-1)];
          expect(rows[first]).toMatchObject({ node });
          expect(rails[first]).toEqual({ region, part: 'top', continues: first < last });
          for (let i = first; i <= last; i++) expect(rails[i]).not.toBeNull();
          expect(rails[last]).toMatchObject({ region, continues: false });
        });
        rails.forEach((rail, i) => {
          const row = rows[i];
          const isOutside = row?.kind === 'span' && tree.regions[row.node] === -1;
          if (rail !== null) expect(rail.part === 'between').toBe(isOutside);
        });
      }),
    );
  });

  test('of 100,000 spans, 10,000 deep, take no recursion', () => {
    const drawn = Array.from({ length: 100_000 }, (_, i) => ({
      id: `s${i}`,
      parent: i === 0 ? null : `s${i < 10_000 ? i - 1 : i % 10_000}`,
      missing: i > 5,
    }));
    const tree = treeOf(drawn, [breakAt('s6')]);
    expect(tree.regions.filter((region) => region === 0)).toHaveLength(100_000 - 6 - 9 * 6);
  });
});

describe('what is counted', () => {
  test('a problem is a wrong key, a lost key, a lost place or a second version', () => {
    const good = spanOf({ id: 'x' }, 0);
    const problemsOf = (part: Partial<EncodableSpan>) => encode([{ ...good, ...part }]).facts.problems;
    expect(problemsOf({})).toBe(0);
    expect(problemsOf({ custody: 'preserved', states: ['not-applicable', 'pending'] })).toBe(0);
    for (const part of [
      { states: ['conflicting'] as const },
      { states: ['malformed'] as const },
      { states: ['unattributable'] as const },
      { custody: 'moved' as const },
      { parentState: 'missing' as const },
      { parentState: 'cut' as const },
      { variants: 2 },
    ])
      expect(problemsOf(part)).toBe(1);
  });

  test('parents that never came, spans that name themselves, cycles and repetitions', () => {
    const tree = encode(
      [
        { id: 'a', parent: 'gone' },
        { id: 'b', parent: 'gone' },
        { id: 'c', parent: 'lost' },
        { id: 'self', parent: 'self' },
        { id: 'x', parent: 'y' },
        { id: 'y', parent: 'x' },
      ].map((drawn, i) => ({ ...spanOf(drawn, i), sightings: i, variants: i > 4 ? 2 : 1 })),
    );
    const { missingParents, selfParents, cycles, repeated, varying } = tree.facts;
    expect({ missingParents, selfParents, cycles, repeated, varying }).toEqual({
      missingParents: 2,
      selfParents: 1,
      cycles: 1,
      repeated: 4,
      varying: 1,
    });
  });

  test('clock skew: a second before the parent, or a second before its own start', () => {
    const skewOf = (...drawn: Drawn[]) => treeOf(drawn).facts.skewed;
    expect(skewOf({ id: 'p', start: 10, end: 20 }, { id: 'c', parent: 'p', start: 9 })).toBe(0);
    expect(skewOf({ id: 'p', start: 10, end: 20 }, { id: 'c', parent: 'p', start: 8 })).toBe(1);
    expect(skewOf({ id: 'p', start: 10, end: 5 })).toBe(1);
    expect(skewOf({ id: 'p', start: 10, end: null })).toBe(0);
  });

  test('a second root is one of a trace that has a root already', () => {
    const tree = treeOf([{ id: 'a' }, { id: 'b' }, { id: 'c', trace: 'b'.repeat(32) }]);
    expect([...tree.secondRoots]).toEqual([0, 1, 0]);
  });
});

describe('search', () => {
  const { columns } = treeOf([{ id: 'abc1' }, { id: 'def2' }, { id: 'c1de' }]);
  const find = (text: string, found: FoundSpans = []) => {
    const matches = searchSpans(columns, text, found);
    return matches && [...matches.keys()].filter((span) => matches[span] === 1);
  };

  test('looks at names, span ids and trace ids, whatever the case', () => {
    expect(find('NAME of d')).toEqual([1]);
    expect(find(' ABC1 ')).toEqual([0]);
    expect(find(TRACE)).toEqual([0, 1, 2]);
    expect(find('nobody')).toEqual([]);
  });

  test('finds no id across two of them, and every one that has the text', () => {
    expect(find('1de')).toEqual([2]);
    expect(find('c1')).toEqual([0, 2]);
    expect(find('2c')).toEqual([]);
  });

  test('adds what the server found, if it is of this session', () => {
    const found = [
      { traceId: TRACE, spanIds: ['def2', 'other'] },
      { traceId: 'c'.repeat(32), spanIds: ['abc1'] },
    ];
    expect(find('value', found)).toEqual([1]);
  });

  test('without a text is no search', () => {
    expect(find('  ')).toBeNull();
  });
});

describe('what a link chooses', () => {
  const other = 'b'.repeat(32);
  const tree = treeOf([{ id: 'x' }, { id: 'x', trace: other }, { id: 'y', trace: other }]);
  test.each([
    [null, null, { state: 'none' }],
    ['x', null, { state: 'found', place: 0 }],
    ['x', other, { state: 'found', place: 1 }],
    [null, other, { state: 'found', place: 1 }],
    [SESSION_ROW, null, { state: 'found', place: SESSION_PLACE }],
    ['y', TRACE, { state: 'unknown' }],
    ['__proto__', null, { state: 'unknown' }],
  ])('span %s, trace %s', (span, trace, selection) => {
    expect(resolveSelection(tree, span, trace)).toEqual(selection);
  });
});

describe('places', () => {
  const drawn = [
    { id: 'r' },
    { id: 'a', parent: 'r', missing: true },
    { id: 'b', parent: 'a' },
    { id: 'o', parent: 'gone' },
  ];
  const tree = treeOf(drawn);
  const [A, B, GHOST] = [1, 2, 4];

  test('lead back to every row, gaps and ghosts included', () => {
    for (const choice of [{}, { onlyProblems: true }, { search: 'name of b' }]) {
      const { rows } = layAll(tree, choice);
      const places = Array.from({ length: rows.length + 1 }, (_, row) => placeOfRow(rows, row));
      expect(new Set(places).size).toBe(rows.length + 1);
      expect(places.map((place) => rowOfPlace(rows, place))).toEqual([...places.keys()]);
    }
  });

  test('fall back to the nearest ancestor that is shown', () => {
    const { rows } = layAll(tree, { collapsed: flagsAt(5, [0]) });
    expect(rowOfPlace(rows, B)).toBeNull();
    expect(nearestRow(tree, rows, B)).toBe(1);
    expect(foldedAbove(tree, flagsAt(5, [0]), B)).toEqual([0]);
    expect(foldedAbove(tree, flagsAt(5, [B]), B)).toEqual([]);
  });

  test('and folds go over into a later tree of the session by their ids', () => {
    const later = treeOf([{ id: 'first' }, ...drawn]);
    expect(carryPlace(tree, later, A)).toBe(2);
    expect(carryPlace(tree, later, GHOST)).toBe(5);
    expect(carryPlace(tree, later, SESSION_PLACE)).toBe(SESSION_PLACE);
    expect(carryPlace(later, tree, 0)).toBe(SESSION_PLACE);
    const { rows } = layAll(tree, { onlyProblems: true });
    const gap = placeOfRow(rows, 3);
    expect(rowOfPlace(layAll(later, { onlyProblems: true }).rows, carryPlace(tree, later, gap))).toBe(3);
    expect(carryCollapsed(tree, later, flagsAt(5, [A, GHOST]))).toEqual(flagsAt(6, [2, 5]));
  });

  test('are ambiguous where two traces use one span id', () => {
    const twins = treeOf([{ id: 'x' }, { id: 'x', trace: 'b'.repeat(32) }, { id: 'y' }]);
    expect([0, 1, 2].map((node) => isAmbiguous(twins, node))).toEqual([true, true, false]);
  });
});
