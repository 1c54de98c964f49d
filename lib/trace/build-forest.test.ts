import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsOf, buildForest, type Forest, spanKey, type TreeSpan } from './build-forest';

const SETTLED = { settled: true };

/** Spans from `id<parent` words, started one after the other; `id` alone is a root. */
function spansOf(words: string): TreeSpan[] {
  return words.split(' ').map((word, start) => {
    const [spanId = '', parentSpanId = null] = word.split('<');
    return { traceId: 't', spanId, parentSpanId, start };
  });
}

/** The tree as indented names; ghosts in brackets. */
function draw(spans: readonly TreeSpan[], forest: Forest): string[] {
  return Array.from(forest.order, (node) => {
    const ghost = forest.ghosts[node - spans.length];
    const name = ghost === undefined ? spans[node]?.spanId : `(${ghost.spanId} ${ghost.state})`;
    return `${'  '.repeat(forest.depth[node] ?? 0)}${name}`;
  });
}

function drawn(words: string, options = SETTLED): string[] {
  const spans = spansOf(words);
  return draw(spans, buildForest(spans, options));
}

describe('buildForest', () => {
  it('hangs children under parents, in the order they started, whatever the order of arrival', () => {
    const spans = spansOf('root a<root b<root c<a');
    const reversed = [...spans].reverse();
    const tree = ['root', '  a', '    c', '  b'];
    expect(draw(spans, buildForest(spans, SETTLED))).toEqual(tree);
    expect(draw(reversed, buildForest(reversed, SETTLED))).toEqual(tree);
  });

  it('breaks equal starts by trace id, then span id', () => {
    const spans = ['b', 'a'].map((spanId) => ({ traceId: 't', spanId, parentSpanId: null, start: 0 }));
    expect(draw(spans, buildForest(spans, SETTLED))).toEqual(['a', 'b']);
  });

  it('resolves a parent in its own trace only', () => {
    const spans = [
      { traceId: 't1', spanId: 'a', parentSpanId: null, start: 0 },
      { traceId: 't2', spanId: 'b', parentSpanId: 'a', start: 1 },
    ];
    expect(buildForest(spans, SETTLED).parentStates).toEqual(['root', 'missing']);
  });

  it('gives all orphans of one missing parent one ghost, where the first of them would stand', () => {
    expect(drawn('root x<gone y<gone z<other')).toEqual([
      'root',
      '(gone missing)',
      '  x',
      '  y',
      '(other missing)',
      '  z',
    ]);
  });

  it('calls an unknown parent pending while spans may still arrive', () => {
    expect(drawn('x<gone', { settled: false })).toEqual(['(gone pending)', '  x']);
  });

  it('knows parents that belong to another session', () => {
    const spans = spansOf('x<there y<gone');
    const forest = buildForest(spans, { settled: true, elsewhere: new Set([spanKey('t', 'there')]) });
    expect(forest.parentStates).toEqual(['elsewhere', 'missing']);
  });

  it('treats a span that is its own parent as a root', () => {
    const spans = spansOf('a<a b<a');
    const forest = buildForest(spans, SETTLED);
    expect(draw(spans, forest)).toEqual(['a', '  b']);
    expect(forest.parentStates[0]).toBe('self');
    expect(forest.selfParents).toEqual([0]);
  });

  it('cuts a cycle before the member that started first, whatever the order of arrival', () => {
    //   c ← b ← a ← c, and d below b
    const spans = spansOf('a<c b<a c<b d<b');
    for (const order of [spans, [...spans].reverse()]) {
      const forest = buildForest(order, SETTLED);
      expect(draw(order, forest)).toEqual(['a', '  b', '    c', '    d']);
      expect(forest.cycles.map((cycle) => cycle.map((node) => order[node]?.spanId))).toEqual([['a', 'b', 'c']]);
    }
  });

  it('lists the ancestors of a node, nearest first', () => {
    expect(ancestorsOf(buildForest(spansOf('a b<a c<b'), SETTLED), 2)).toEqual([1, 0]);
  });

  it('holds a chain of 100,000 spans', () => {
    const spans = Array.from({ length: 100_000 }, (_, i) => ({
      traceId: 't',
      spanId: String(i),
      parentSpanId: i === 0 ? null : String(i - 1),
      start: i,
    }));
    const forest = buildForest(spans, SETTLED);
    expect(forest.depth[99_999]).toBe(99_999);
    expect(forest.size[0]).toBe(100_000);
  });

  const anySpans = fc
    .array(fc.record({ parent: fc.integer({ min: -2, max: 24 }), start: fc.nat(9) }), { maxLength: 20 })
    .map((list): TreeSpan[] =>
      list.map(({ parent, start }, i) => ({
        traceId: 't',
        spanId: `s${i}`,
        parentSpanId: parent < 0 ? null : `s${parent}`,
        start,
      })),
    );

  it('has every span exactly once below its parent, with cycles, orphans and self-parents', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const forest = buildForest(spans, SETTLED);
        expect([...forest.order].sort((a, b) => a - b)).toEqual([...forest.parent.keys()]);
        const placeOf = new Map(Array.from(forest.order, (node, place) => [node, place]));
        for (const [node, parent] of forest.parent.entries()) {
          if (parent < 0) continue;
          expect(placeOf.get(node)).toBeGreaterThan(placeOf.get(parent) ?? 0);
          expect(forest.depth[node]).toBe((forest.depth[parent] ?? 0) + 1);
        }
      }),
    );
  });

  it('draws the same tree for every order of arrival', () => {
    fc.assert(
      fc.property(
        anySpans.chain((spans) =>
          fc.tuple(fc.constant(spans), fc.shuffledSubarray(spans, { minLength: spans.length })),
        ),
        ([spans, shuffled]) => {
          expect(draw(shuffled, buildForest(shuffled, SETTLED))).toEqual(draw(spans, buildForest(spans, SETTLED)));
        },
      ),
    );
  });
});
