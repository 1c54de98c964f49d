import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustodyShape, SpanCustody } from '../domain/span-custody';
import type { StoredSpanFacts } from '../domain/span-facts';
import { CUSTODY_STATES, noAttributionCounts, noCustodyCounts } from '../domain/states';
import { EXAMPLES_MAX, type SessionStructure, type StructureNode } from '../domain/structure';
import { aSpanId, aTraceId } from '../testing/a-span';
import { anAuditInput, aSpanFacts, drawSpans, ownKeys } from '../testing/draw-session';
import { normaliseName } from '../trace/path-signature';
import { auditSession } from './audit-session';
import type { AuditInput } from './verdict';

type Overrides = Readonly<Record<string, Partial<StoredSpanFacts>>>;

function structureOfDrawing(drawing: string, overrides: Overrides = {}, input: Partial<AuditInput> = {}) {
  return auditSession(anAuditInput(drawSpans(drawing, overrides), input)).structure;
}

function depthOf({ nodes }: SessionStructure, node: StructureNode): number {
  let depth = 0;
  for (let up = nodes[node.above]; up !== undefined; up = nodes[up.above]) depth++;
  return depth;
}

/** A line per node: `child_op+ 3`, indented by depth. */
function drawStructure(structure: SessionStructure): readonly string[] {
  return structure.nodes.map(
    (node) => `${'  '.repeat(depthOf(structure, node))}${node.label}${node.repeats ? '+' : ''} ${node.spans}`,
  );
}

function nodeNamed({ nodes }: SessionStructure, label: string): StructureNode {
  const found = nodes.find((node) => node.label === label);
  if (found === undefined) throw new Error(`no node ${label}`);
  return found;
}

function custodyOf(shape: CustodyShape): SpanCustody {
  const counts = noCustodyCounts();
  for (const [, state] of shape) counts[state]++;
  return { counts, shape };
}

describe('the nodes of a structure', () => {
  it('are one for all spans of the same place, with what became of their keys', () => {
    const structure = structureOfDrawing(`
      fn *
        chat_1 *
        chat_2 -
          http -
    `);
    expect(drawStructure(structure)).toEqual(['fn 1', '  chat_# 2', '    http 1']);
    expect(structure.keys).toEqual(['run_id', 'dataset_id', 'datapoint_id']);
    const { cells } = nodeNamed(structure, 'chat_#');
    expect(cells.map(({ counts }) => [counts.present, counts.missing])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  it('are the same for agent loops of different length, and what hangs below any turn hangs below the loop', () => {
    const twice = structureOfDrawing('fn *\n  turn *\n    tool *\n    turn *\n      tool *');
    const once = structureOfDrawing('fn *\n  turn *\n    tool *');
    expect(drawStructure(twice)).toEqual(['fn 1', '  turn+ 2', '    tool 2']);
    const steps = ({ nodes }: SessionStructure) => nodes.map(({ above, step }) => [above, step]);
    expect(steps(twice)).toEqual(steps(once));
    expect(nodeNamed(once, 'turn').repeats).toBe(false);
  });

  it('keep a span whose name ends in a plus apart from a loop', () => {
    const structure = structureOfDrawing('turn *\n  turn *\nturn+ * @2');
    expect(drawStructure(structure)).toEqual(['turn+ 2', 'turn+ 1']);
    expect(new Set(structure.nodes.map(({ step }) => step)).size).toBe(2);
  });

  it('have a place for a parent that never came, without counting it', () => {
    const structure = structureOfDrawing('fn *\n  (gone)\n    llm -');
    expect(drawStructure(structure)).toEqual(['fn 1', '? 0', '  llm 1']);
    expect(nodeNamed(structure, '?')).toMatchObject({ spans: 0, custody: [], examples: [] });
    expect(nodeNamed(structure, '?').cells.map(({ counts }) => counts)).toEqual(
      structure.keys.map(noAttributionCounts),
    );
  });

  it('count no span of another session, and show one only where something of this session hangs below it', () => {
    const caller = aSpanFacts({
      sessionId: 'session-2',
      spanId: aSpanId('99'),
      traceId: aTraceId('1'),
      name: 'caller',
    });
    const other = { ...caller, spanId: aSpanId('98'), parentSpanId: aSpanId('97'), name: 'other' };
    const overrides = { server: { parentSpanId: aSpanId('99') } };
    const structure = structureOfDrawing('server *', overrides, { related: [caller, other] });
    expect(drawStructure(structure)).toEqual(['caller 0', '  server 1']);
  });

  it('take any name for what it is', () => {
    const names = ['__proto__', 'constructor', 'toString', '?', '<b>', 'a/b', "'; drop table spans", '\u0000', ''];
    const spans = names.map((name, i) =>
      aSpanFacts({ name, spanId: aSpanId(String(i + 1)), startUnixNano: BigInt(i) }),
    );
    const { nodes } = auditSession(anAuditInput(spans)).structure;
    expect(nodes.map(({ label, spans: count, above }) => [label, count, above])).toEqual(
      names.map((name) => [normaliseName(name), 1, -1]),
    );
  });

  it('say why a key is missing, as the finding on its break does', () => {
    const structure = structureOfDrawing('fn *\n  child_op -\n    llm -\nin_thread - @2');
    const causes = structure.nodes.map(({ label, cells }) => [label, ...new Set(cells.flatMap((cell) => cell.causes))]);
    expect(causes).toEqual([
      ['fn'],
      ['child_op', 'selective-processor'],
      ['llm', 'selective-processor'],
      ['in_thread', 'trace-split'],
    ]);
  });
});

describe('the examples of a node', () => {
  it('are the first span, and the first three that lost each key', () => {
    const lines = ['op *', 'op *', ...Array.from({ length: 5 }, () => 'op datapoint_id=d1 dataset_id=ds1')];
    const { nodes } = structureOfDrawing(`fn *\n${lines.map((line) => `  ${line}`).join('\n')}`);
    expect(nodes[1]?.examples.map(({ spanId }) => spanId)).toEqual(['2', '4', '5', '6'].map(aSpanId));
    expect(nodes[1]?.examples[1]).toEqual({
      traceId: aTraceId('1'),
      spanId: aSpanId('4'),
      name: 'op',
      states: ['missing', 'present', 'present'],
      shape: 0,
    });
  });

  it('have one for each way in which keys were not preserved', () => {
    const kept: CustodyShape = [['llm.model', 'preserved']];
    const other: CustodyShape = [['llm.tokens', 'preserved']];
    const lost: CustodyShape = [['llm.model', 'lost']];
    const spans = drawSpans('op *\nop * @2\nop * @3\nop * @4\nop * @5').map((span, i) => ({
      ...span,
      custody: custodyOf([kept, kept, other, lost, [...lost]][i] ?? []),
    }));
    const { nodes, shapes } = auditSession(anAuditInput(spans)).structure;
    expect(shapes).toEqual([kept, other, lost]);
    expect(nodes[0]?.custody).toEqual([
      [0, 2],
      [1, 1],
      [2, 2],
    ]);
    expect(nodes[0]?.examples.map(({ traceId, shape }) => [traceId, shape])).toEqual([
      [aTraceId('1'), 0],
      [aTraceId('4'), 2],
    ]);
  });

  it('are few, however many spans are bad in however many ways, and the lost keys come first', () => {
    const spans = Array.from({ length: 50 }, (_, i) =>
      aSpanFacts({
        spanId: aSpanId((i + 1).toString(16)),
        startUnixNano: BigInt(i),
        ...(i < 40 ? {} : { keys: {} }),
        custody: custodyOf([[`key ${i}`, 'lost']]),
      }),
    );
    const [node] = auditSession(anAuditInput(spans)).structure.nodes;
    expect(node?.examples).toHaveLength(EXAMPLES_MAX);
    const listed = node?.examples.map(({ spanId }) => Number.parseInt(spanId, 16) - 1) ?? [];
    expect(listed).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 40, 41, 42]);
  });
});

interface AnySpan {
  readonly parent: number;
  readonly start: number;
  readonly name: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly shape: CustodyShape;
}

const anyShape: fc.Arbitrary<CustodyShape> = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...CUSTODY_STATES)), {
    selector: ([key]) => key,
  })
  .map((shape) => shape.sort(([a], [b]) => (a < b ? -1 : 1)));

/** Spans with any parent: none, themselves, each other in a round, or one that never came. */
const anySpans = fc.array(
  fc.record({
    parent: fc.integer({ min: -3, max: 22 }),
    start: fc.nat(6),
    name: fc.constantFrom('fn', 'turn 1', 'turn 2', 'tool'),
    keys: fc.constantFrom({}, { run_id: 'r1' }, { run_id: 'r2' }, { run_id: 'r1', datapoint_id: 'd2' }),
    shape: anyShape,
  }),
  { minLength: 1, maxLength: 18 },
);

/** @param perTrace so many spans go into one trace, the next into another one with the same span ids */
function factsOf(list: readonly AnySpan[], perTrace = list.length): StoredSpanFacts[] {
  const idOf = (i: number) => aSpanId(((i % perTrace) + 1).toString(16));
  return list.map(({ parent, start, name, keys, shape }, i) =>
    aSpanFacts({
      spanId: idOf(i),
      traceId: aTraceId(i < perTrace ? '1' : '2'),
      parentSpanId: parent < 0 ? null : idOf(parent),
      startUnixNano: BigInt(start),
      name,
      keys: ownKeys(keys),
      custody: custodyOf(shape),
    }),
  );
}

function sumOf<T extends string>(list: readonly Readonly<Record<T, number>>[], zero: Record<T, number>) {
  for (const counts of list) for (const state of Object.keys(zero) as T[]) zero[state] += counts[state];
  return zero;
}

describe('the structure of a session', () => {
  it('is the same for every order in which its spans arrived', () => {
    const orders = anySpans.chain((list) =>
      fc.tuple(fc.constant(factsOf(list, 9)), fc.shuffledSubarray(factsOf(list, 9), { minLength: list.length })),
    );
    const property = fc.property(orders, ([spans, shuffled]) => {
      expect(auditSession(anAuditInput(shuffled)).structure).toEqual(auditSession(anAuditInput(spans)).structure);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('adds up to the counters of the session', () => {
    const property = fc.property(anySpans, (list) => {
      const { structure, attribution, custody } = auditSession(anAuditInput(factsOf(list)));
      expect(structure.nodes.reduce((sum, { spans }) => sum + spans, 0)).toBe(list.length);
      structure.keys.forEach((key, i) => {
        const ofKey = structure.nodes.flatMap(({ cells }) => cells.slice(i, i + 1).map(({ counts }) => counts));
        expect(sumOf(ofKey, noAttributionCounts())).toEqual(attribution[key]);
      });
      const sent = noCustodyCounts();
      for (const node of structure.nodes) {
        expect(node.custody.reduce((sum, [, spans]) => sum + spans, 0)).toBe(node.spans);
        for (const [shape, spans] of node.custody) {
          for (const [, state] of structure.shapes[shape] ?? []) sent[state] += spans;
        }
      }
      expect(sent).toEqual(custody);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('has every node after the one above it, each step once below one node, and ends in spans', () => {
    const property = fc.property(anySpans, (list) => {
      const { nodes } = auditSession(anAuditInput(factsOf(list))).structure;
      const hasBelow = new Set(nodes.map(({ above }) => above));
      nodes.forEach(({ above, spans, examples }, i) => {
        expect(above).toBeLessThan(i);
        expect(spans > 0 || hasBelow.has(i)).toBe(true);
        expect(examples.length > 0).toBe(spans > 0);
      });
      expect(new Set(nodes.map(({ above, step }) => `${above} ${step}`)).size).toBe(nodes.length);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('files every span under the names above it, loops folded, as the definition reads', () => {
    const trees = anySpans.map((list) =>
      list.map((span, i) => ({ ...span, start: i, parent: span.parent < 0 ? -1 : Math.min(span.parent, i - 1) })),
    );
    const property = fc.property(trees, (list) => {
      const pathOf = (i: number): readonly string[] => {
        const span = list[i];
        if (span === undefined) return [];
        const above = pathOf(span.parent);
        const name = span.name.replace(/\d/, '#');
        return above.at(-1) === name ? above : [...above, name];
      };
      const expected = list.map((_, i) => pathOf(i).join(' › ')).sort();
      const { nodes } = auditSession(anAuditInput(factsOf(list))).structure;
      const texts: string[] = [];
      nodes.forEach(({ above, label }, i) => {
        texts[i] = above < 0 ? label : `${texts[above]} › ${label}`;
      });
      expect(nodes.flatMap(({ spans }, i) => Array<string>(spans).fill(texts[i] ?? '')).sort()).toEqual(expected);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
