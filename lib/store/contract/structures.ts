import { describe, expect, test } from 'vitest';
import { CAUSES } from '../../domain/finding';
import { hashInputs } from '../../domain/input-hash';
import type { CustodyShape } from '../../domain/span-custody';
import { CUSTODY_STATES, noAttributionCounts } from '../../domain/states';
import type { SessionStructure } from '../../domain/structure';
import { aCustody } from '../../testing/a-custody';
import { aStructure, aStructureNode } from '../../testing/a-structure';
import { appendSpan, NOW, outcomeOf, own, sessionEvent, spanId, traceId } from '../../testing/store-batch';
import { PROTO, RUN, type StoreFixture } from './store-fixture';

const HOSTILE = [PROTO, 'constructor', 'a\0b', '\ud800', '"];DROP', '😀', ''];
const SHAPES: readonly CustodyShape[] = [
  [],
  CUSTODY_STATES.map((state) => [`${state}.#`, state]),
  HOSTILE.map((key) => [key, 'lost']),
];

/** A root with children whose names are what a client may send, and with everything a node can have. */
function fullStructure(): SessionStructure {
  const cell = {
    counts: {
      present: 1,
      missing: 2,
      conflicting: 3,
      malformed: 4,
      unattributable: 5,
      pending: 6,
      'not-applicable': 7,
    },
    causes: CAUSES,
  };
  const example = (i: number) => ({
    traceId: traceId(i % 2),
    spanId: spanId(i),
    name: HOSTILE[i % HOSTILE.length] ?? '',
    states: ['missing', 'not-applicable'] as const,
    shape: i % SHAPES.length,
  });
  const node = aStructureNode({
    spans: 2 ** 31 - 1,
    cells: [cell, { counts: noAttributionCounts(), causes: [] }],
    custody: [
      [1, 3],
      [2, 1],
    ],
    examples: Array.from({ length: 12 }, (_, i) => example(i)),
  });
  const children = HOSTILE.map((name, i) => ({
    ...node,
    above: i,
    step: `s:1:${name}`,
    label: name,
    repeats: i % 2 === 0,
  }));
  return { keys: ['run_id', PROTO], shapes: SHAPES, nodes: [node, ...children] };
}

export function describeStructures(fixture: StoreFixture): void {
  const structuresOf = (...sessionIds: readonly string[]) => fixture.store.structures(fixture.projectId, sessionIds);

  describe('structures', () => {
    test('come back as the audit left them, whatever the names', async () => {
      await fixture.append(appendSpan());
      await fixture.settle('session-1', { structure: fullStructure() });
      expect(await structuresOf('session-1')).toEqual(new Map([['session-1', fullStructure()]]));
    });

    test('of a session of 10,000 levels too', async () => {
      const nodes = Array.from({ length: 10_000 }, (_, i) =>
        aStructureNode({ above: i - 1, step: `step ${i}`, spans: 1 }),
      );
      await fixture.append(appendSpan());
      await fixture.settle('session-1', { structure: aStructure({ nodes }) });
      expect((await structuresOf('session-1')).get('session-1')?.nodes).toEqual(nodes);
    });

    test('of those that were judged, by the ids as asked, and of this project only', async () => {
      const ids = Array.from({ length: 21 }, (_, i) => `s-${i}`);
      await fixture.append(...ids.map((sessionId, i) => appendSpan({ sessionId, spanId: spanId(i) }, {}, i)));
      const hostile = 'odd\0\ud800';
      await fixture.append(appendSpan({ sessionId: hostile, spanId: spanId(99) }));
      const labelled = (label: string) => aStructure({ nodes: [aStructureNode({ label })] });
      for (const id of [...ids.slice(1), hostile]) await fixture.settle(id, { structure: labelled(id) });
      const found = await structuresOf(...ids, hostile, 'unknown', PROTO);
      expect([...found.keys()]).toEqual([...ids.slice(1), hostile]);
      for (const [id, structure] of found) expect(structure).toEqual(labelled(id));
      expect(await structuresOf()).toEqual(new Map());
      const elsewhere = (await fixture.store.ensureProject('elsewhere')).id;
      expect(await fixture.store.structures(elsewhere, ids)).toEqual(new Map());
    });

    test('are replaced by the next audit, and not by one of an older state', async () => {
      await fixture.append(appendSpan());
      const labelled = (label: string) => aStructure({ nodes: [aStructureNode({ label })] });
      const label = async () => (await structuresOf('session-1')).get('session-1')?.nodes[0]?.label;
      await fixture.settle('session-1', { structure: labelled('first') });
      const stale = outcomeOf(await fixture.material(), { structure: labelled('stale'), inputHash: 'stale' });
      await fixture.append(appendSpan({ spanId: spanId(1) }));
      expect(await fixture.store.saveAudit(fixture.projectId, 'session-1', stale)).toBe(false);
      expect(await label()).toBe('first');
      await fixture.settle('session-1', { structure: labelled('second') });
      expect(await label()).toBe('second');
    });

    test('go with their session, and do not come back with it', async () => {
      await fixture.append(appendSpan({ keys: { run_id: own(RUN) } }));
      await fixture.settle();
      await fixture.erase('session-1');
      await fixture.append(appendSpan({ keys: { run_id: own(RUN) } }));
      expect(await structuresOf('session-1')).toEqual(new Map());
      expect(await fixture.store.runMembers(fixture.projectId, RUN)).toMatchObject([{ inputHash: null }]);
    });
  });

  describe('custody of spans', () => {
    test('comes back with its keys, and spans that fared alike share it', async () => {
      const [none, all, hostile] = SHAPES.map((shape) => aCustody({ lost: shape.length }, shape));
      const custody = [none, all, hostile, all, none];
      await fixture.append(
        ...custody.map((one, i) => appendSpan({ spanId: spanId(i), custody: one ?? aCustody() }, {}, i)),
      );
      await fixture.append(appendSpan({ spanId: spanId(custody.length), custody: all ?? aCustody() }));
      const read = (await fixture.material()).spans.map((span) => span.custody);
      expect(read).toEqual([...custody, all]);
      expect(new Set(read).size).toBe(3);
    });
  });

  describe('members of a run', () => {
    test('by datapoint, those without one last, then by session; judged or not', async () => {
      const put = (sessionId: string, datapoint: string | null, inputs = {}) =>
        fixture.store.putSession(
          fixture.projectId,
          sessionEvent(sessionId, {
            inputs,
            metadata: { run_id: RUN, ...(datapoint === null ? {} : { datapoint_id: datapoint }) },
          }),
          null,
          NOW,
        );
      await put('s-1', null);
      await put('s-2', 'b');
      await put('s-4', 'a', { question: 'why' });
      await put('s-3', 'a');
      await put('S-0', null);
      await put('s-5', 'B');
      await put('s-6', '\u{10000}');
      await put('s-7', '\uffee');
      await fixture.append(appendSpan({ sessionId: 'elsewhere', keys: { run_id: own('other') } }));
      await fixture.append(appendSpan({ sessionId: 's-4', traceId: traceId(1), spanId: spanId(1) }));
      await fixture.settle('s-4', { contract: 'route-only' });
      const { revision } = await fixture.material('s-4');
      const members = await fixture.store.runMembers(fixture.projectId, RUN);
      expect(members.map(({ sessionId }) => sessionId)).toEqual([
        's-5',
        's-3',
        's-4',
        's-2',
        's-7',
        's-6',
        'S-0',
        's-1',
      ]);
      expect(members.find(({ sessionId }) => sessionId === 's-4')).toEqual({
        sessionId: 's-4',
        datapointId: 'a',
        inputHash: hashInputs({ question: 'why' }),
        spanCount: 1,
        settled: true,
        revision,
        contract: 'route-only',
      });
      expect(members[0]).toMatchObject({ inputHash: null, settled: false, spanCount: 0, contract: 'preserve' });
      expect(await fixture.store.runMembers(fixture.projectId, 'unknown')).toEqual([]);
      const elsewhere = (await fixture.store.ensureProject('elsewhere')).id;
      expect(await fixture.store.runMembers(elsewhere, RUN)).toEqual([]);
    });

    test('of a run whose id no database text can hold', async () => {
      const runId = `a\0\ud800'--`;
      await fixture.append(appendSpan({ keys: { run_id: own(runId) } }));
      expect(await fixture.store.runMembers(fixture.projectId, runId)).toMatchObject([{ sessionId: 'session-1' }]);
    });
  });
}
