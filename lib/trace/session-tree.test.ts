import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttributionState } from '../domain/states';
import { flattenRows } from './flatten-rows';
import { railsOf } from './row-rails';
import { buildSessionTree, isProblemSpan, searchSpans, type TreeFinding, type TreeSession } from './session-tree';
import { countHidden, idOfRow, indexRows, keptNodes, nearestRow, resolveSelection, SESSION_ROW } from './tree-view';

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
  return {
    traceId: trace,
    spanId: id,
    parentSpanId: parent,
    parentState: parent === null ? ('root' as const) : ('resolved' as const),
    name: `name of ${id}`,
    startUnixNano: String(1_700_000_000_000_000_000n + BigInt(start) * 1_000_000_000n + BigInt(i)),
    endUnixNano: end === null ? null : String(1_700_000_000_000_000_000n + BigInt(end) * 1_000_000_000n + BigInt(i)),
    states,
    custody: null,
    variants: 1,
  };
}

function breakAt(spanId: string): TreeFinding {
  return { title: '', keys: ['run_id'], span: { traceId: TRACE, spanId, name: '' }, shape: 'total', size: 1 };
}

function sessionOf(
  drawn: readonly Drawn[],
  findings: readonly TreeFinding[] = [],
): TreeSession<ReturnType<typeof spanOf>> {
  return { settled: true, keys: ['run_id'], spans: drawn.map(spanOf), findings };
}

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
        const tree = buildSessionTree(sessionOf(drawn, tops.map(breakAt)));
        expect(tree.breaks).toHaveLength(tops.length);
        drawn.forEach(({ id }, node) => {
          const region = tree.breaks[tree.regions[node] ?? -1];
          expect(region?.finding.span?.spanId ?? null).toBe(topOf(id));
        });
      }),
    );
  });

  test('have one unbroken rail each, from the break point to their last row', () => {
    fc.assert(
      fc.property(treeArbitrary, ({ drawn, tops }) => {
        const tree = buildSessionTree(sessionOf(drawn, tops.map(breakAt)));
        const rows = flattenRows(tree.forest, { collapsed: new Set(), isProblem: () => false, onlyProblems: false });
        const rails = railsOf(
          rows,
          tree.regions,
          tree.breaks.map(({ node }) => node),
        );
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
    const tree = buildSessionTree(sessionOf(drawn, [breakAt('s6')]));
    expect(tree.regions.filter((region) => region === 0)).toHaveLength(100_000 - 6 - 9 * 6);
  });
});

describe('what is counted', () => {
  test('a problem is a wrong key, a lost key, a lost place or a second version', () => {
    const good = spanOf({ id: 'x' }, 0);
    expect(isProblemSpan(good)).toBe(false);
    expect(isProblemSpan({ ...good, custody: 'preserved', states: ['not-applicable', 'pending'] })).toBe(false);
    for (const part of [
      { states: ['conflicting'] as const },
      { states: ['malformed'] as const },
      { states: ['unattributable'] as const },
      { custody: 'moved' as const },
      { parentState: 'missing' as const },
      { parentState: 'cut' as const },
      { variants: 2 },
    ])
      expect(isProblemSpan({ ...good, ...part })).toBe(true);
  });

  test('clock skew: a second before the parent, or a second before its own start', () => {
    const skewOf = (...drawn: Drawn[]) => buildSessionTree(sessionOf(drawn)).skewed;
    expect(skewOf({ id: 'p', start: 10, end: 20 }, { id: 'c', parent: 'p', start: 9 })).toBe(0);
    expect(skewOf({ id: 'p', start: 10, end: 20 }, { id: 'c', parent: 'p', start: 8 })).toBe(1);
    expect(skewOf({ id: 'p', start: 10, end: 5 })).toBe(1);
    expect(skewOf({ id: 'p', start: 10, end: null })).toBe(0);
  });

  test('a second root is one of a trace that has a root already', () => {
    const tree = buildSessionTree(sessionOf([{ id: 'a' }, { id: 'b' }, { id: 'c', trace: 'b'.repeat(32) }]));
    expect([...tree.secondRoots]).toEqual([1]);
  });
});

describe('search', () => {
  const { spans } = sessionOf([{ id: 'abc1' }, { id: 'def2' }]);
  test('looks at names, span ids and trace ids, whatever the case', () => {
    expect(searchSpans(spans, 'NAME of d')).toEqual(new Set([1]));
    expect(searchSpans(spans, ' ABC1 ')).toEqual(new Set([0]));
    expect(searchSpans(spans, TRACE)).toEqual(new Set([0, 1]));
    expect(searchSpans(spans, 'nothing')).toEqual(new Set());
  });
  test('without a text is no search', () => {
    expect(searchSpans(spans, '  ')).toBeNull();
  });
});

describe('what a link chooses', () => {
  const other = 'b'.repeat(32);
  const tree = buildSessionTree(sessionOf([{ id: 'x' }, { id: 'x', trace: other }, { id: 'y', trace: other }]));
  test.each([
    [null, null, { state: 'none' }],
    ['x', null, { state: 'found', id: `${TRACE}:x` }],
    ['x', other, { state: 'found', id: `${other}:x` }],
    [null, other, { state: 'found', id: `${other}:x` }],
    [SESSION_ROW, null, { state: 'found', id: SESSION_ROW }],
    ['y', TRACE, { state: 'unknown' }],
    ['__proto__', null, { state: 'unknown' }],
  ])('span %s, trace %s', (span, trace, selection) => {
    expect(resolveSelection(tree, span, trace)).toEqual(selection);
  });
});

describe('rows by id', () => {
  const tree = buildSessionTree(
    sessionOf([{ id: 'r' }, { id: 'a', parent: 'r', missing: true }, { id: 'b', parent: 'a' }]),
  );
  const options = { isProblem: (span: number) => tree.problems[span] === 1, onlyProblems: false };

  test('find every row again, gaps included', () => {
    const rows = flattenRows(tree.forest, { ...options, collapsed: new Set(), onlyProblems: true });
    const index = indexRows(tree, rows);
    expect(index.size).toBe(rows.length + 1);
    rows.forEach((row, i) => {
      expect(index.get(idOfRow(tree, rows, row))).toBe(i + 1);
    });
  });

  test('fall back to the nearest ancestor that is shown', () => {
    const rows = flattenRows(tree.forest, { ...options, collapsed: new Set([0]) });
    const index = indexRows(tree, rows);
    expect(nearestRow(tree, index, `${TRACE}:b`)).toBe(1);
    expect(nearestRow(tree, index, 'never there')).toBe(0);
  });

  test('hidden spans are those a filter neither wants nor needs as a way', () => {
    const kept = keptNodes(tree, (span) => tree.problems[span] === 1);
    expect([...kept]).toEqual([1, 1, 0]);
    expect(countHidden(tree, kept)).toBe(1);
  });
});
