import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noAttributionCounts, noCustodyCounts } from '../../domain/states';
import { appendSpan, NOW, own, START, someBatch, spanId, traceId } from '../../testing/store-batch';
import type { AppendSpan } from '../store';
import { PROTO, RUN, type StoreFixture } from './store-fixture';

const HOSTILE_TEXTS = ["'; DROP TABLE Session; --", PROTO, 'constructor', '100%_\\', '"quoted"', 'ünï 😀', '', ' '];

export function describeAppending(fixture: StoreFixture): void {
  describe('append', () => {
    test('keeps new spans and makes their session and run known', async () => {
      const result = await fixture.append(
        appendSpan({ keys: { run_id: own(RUN), datapoint_id: own('dp-1') } }),
        appendSpan({ spanId: spanId(1), parentSpanId: spanId(0), statusCode: 2, endUnixNano: 0n }, {}, 1),
      );
      expect(result).toEqual({ accepted: 2, duplicated: 0 });
      expect(await fixture.session()).toMatchObject({
        sessionId: 'session-1',
        declared: false,
        runId: RUN,
        datapointId: 'dp-1',
        spanCount: 2,
        errorCount: 1,
        duplicateCount: 0,
        firstStartUnixNano: START,
        lastEndUnixNano: START + 5_000_001n,
        lastReceivedAt: NOW,
        settled: false,
        contract: 'preserve',
        client: { name: 'client', version: '1.0' },
        custody: { ...noCustodyCounts(), preserved: 4 },
      });
      const { attribution } = await fixture.session();
      expect(attribution.run_id).toEqual({ ...noAttributionCounts(), present: 1, pending: 1 });
      expect(attribution.dataset_id).toEqual({ ...noAttributionCounts(), pending: 2 });
      expect(await fixture.store.getRun(fixture.projectId, RUN)).toMatchObject({
        declared: false,
        status: 'pending',
        sessions: 1,
        spans: 2,
        datapoints: 1,
        unsettledSessions: 1,
        client: { name: 'client', version: '1.0' },
      });
    });

    test('counts contradictions and rubbish at once', async () => {
      await fixture.append(
        appendSpan({
          keys: { run_id: own('a', 'b'), dataset_id: { values: [], invalid: ['None'], foundIn: ['dataset_id'] } },
        }),
      );
      const { attribution } = await fixture.session();
      expect(attribution.run_id?.conflicting).toBe(1);
      expect(attribution.dataset_id?.malformed).toBe(1);
      expect(attribution.datapoint_id?.pending).toBe(1);
    });

    test('gives the audit back exactly the facts that went in', async () => {
      const first = appendSpan({
        name: 'a\0b \ud800 "quote"',
        process: null,
        thread: '7',
        remoteParent: true,
        droppedAttributesCount: 2,
        keys: { run_id: own('__proto__') },
        ambientKeys: { dataset_id: own('d') },
        probe: ['run_id', '__proto__'],
        links: [{ traceId: 'x', spanId: 'y' }],
        inputValues: ['a\0b'],
        kind: 77,
      });
      const second = appendSpan({ spanId: spanId(1), startUnixNano: 2n ** 64n - 1n, endUnixNano: 2n ** 63n });
      await fixture.append(second, first);
      expect((await fixture.material()).spans).toEqual([
        { ...first.facts, sightings: 1, variants: 1 },
        { ...second.facts, sightings: 1, variants: 1 },
      ]);
      expect(await fixture.session()).toMatchObject({ firstStartUnixNano: START, lastEndUnixNano: 2n ** 63n });
    });

    test('a repeated span is stored once and counted', async () => {
      await fixture.append(appendSpan());
      expect(await fixture.append(appendSpan(), appendSpan())).toEqual({ accepted: 0, duplicated: 2 });
      expect(await fixture.session()).toMatchObject({ spanCount: 1, duplicateCount: 2 });
      expect((await fixture.material()).spans).toMatchObject([{ sightings: 3, variants: 1 }]);
    });

    test('of different payloads the complete one is kept, then the one with the smaller hash', async () => {
      const started = appendSpan({ endUnixNano: 0n, payloadHash: 'hash-0' });
      const ended = appendSpan({ payloadHash: 'hash-b', statusCode: 2, startUnixNano: START - 1n });
      const smaller = appendSpan({ payloadHash: 'hash-a', statusCode: 0, keys: { run_id: own(RUN) } });
      await fixture.append(started);
      await fixture.append(ended);
      expect((await fixture.material()).spans).toMatchObject([{ payloadHash: 'hash-b', sightings: 2, variants: 2 }]);
      expect(await fixture.session()).toMatchObject({ spanCount: 1, errorCount: 1, firstStartUnixNano: START - 1n });
      await fixture.append(smaller);
      await fixture.append(started);
      await fixture.append(ended);
      expect((await fixture.material()).spans).toMatchObject([{ payloadHash: 'hash-a', sightings: 5, variants: 3 }]);
      expect(await fixture.session()).toMatchObject({
        spanCount: 1,
        errorCount: 0,
        duplicateCount: 4,
        firstStartUnixNano: START,
      });
      expect((await fixture.session()).attribution.run_id).toEqual({ ...noAttributionCounts(), present: 1 });
      expect((await fixture.store.spanEvidence(fixture.projectId, 'session-1', spanId(0)))?.event.metadata).toEqual({
        payload: 'hash-a',
      });
    });

    test('a span that comes again does not undo what a client updated in its event', async () => {
      await fixture.append(appendSpan({ endUnixNano: 0n }, { event_id: 'event-1' }));
      await fixture.store.updateEvent(fixture.projectId, 'event-1', { feedback: { rating: 5 } }, NOW);
      await fixture.append(appendSpan({ payloadHash: 'hash-b' }, { event_id: 'event-1' }));
      const evidence = await fixture.store.spanEvidence(fixture.projectId, 'session-1', spanId(0));
      expect(evidence?.event).toMatchObject({ feedback: { rating: 5 }, metadata: { payload: 'hash-b' } });
    });

    test('two spans that name the same event are both kept', async () => {
      await fixture.append(
        appendSpan({}, { event_id: 'event-1' }),
        appendSpan({ spanId: spanId(1) }, { event_id: 'event-1' }, 1),
      );
      expect(await fixture.eventsOf({ eventId: 'event-1' })).toHaveLength(2);
    });

    test('a span that arrives for a settled session makes it unsettled and changes its revision', async () => {
      await fixture.append(appendSpan());
      await fixture.settle();
      const { revision } = await fixture.material();
      await fixture.append(appendSpan({ spanId: spanId(1) }));
      expect((await fixture.session()).settled).toBe(false);
      expect((await fixture.material()).revision).toBeGreaterThan(revision);
    });

    test('sessions that share a trace are judged with each other’s spans and unsettle each other', async () => {
      await fixture.append(appendSpan());
      await fixture.settle();
      const { revision } = await fixture.material();
      const shared = appendSpan({ sessionId: 'session-2', spanId: spanId(1), parentSpanId: spanId(0) });
      await fixture.append(shared, appendSpan({ sessionId: 'session-2', traceId: traceId(9), spanId: spanId(2) }));
      expect((await fixture.session()).settled).toBe(false);
      expect((await fixture.material()).revision).toBeGreaterThan(revision);
      expect((await fixture.material()).related).toEqual([{ ...shared.facts, sightings: 1, variants: 1 }]);
      expect((await fixture.material('session-2')).related).toMatchObject([{ sessionId: 'session-1' }]);
      expect((await fixture.material('session-2')).spans).toHaveLength(2);
    });

    test('the order and batching of arrivals does not matter', async () => {
      const spans = await arrivals();
      const expected = await reportAfter([spans]);
      await fc.assert(
        fc.asyncProperty(
          fc.shuffledSubarray(spans, { minLength: spans.length }),
          fc.integer({ min: 1, max: 9 }),
          async (shuffled, size) => {
            const batches: AppendSpan[][] = [];
            for (let start = 0; start < shuffled.length; start += size) {
              batches.push(shuffled.slice(start, start + size));
            }
            expect(await reportAfter(batches)).toEqual(expected);
          },
        ),
        { numRuns: 15 },
      );
    });

    /** Spans of several sessions, runs and traces, with repeats and variants. */
    async function arrivals(): Promise<AppendSpan[]> {
      const spans: AppendSpan[] = [];
      for (let i = 0; i < 24; i++) {
        const changes = {
          spanId: spanId(i % 10),
          traceId: traceId(i % 3),
          sessionId: `session-${i % 4}`,
          startUnixNano: START + BigInt((i * 7) % 11),
          endUnixNano: i % 5 === 0 ? 0n : START + BigInt(i),
          payloadHash: `hash-${i % 7}`,
          statusCode: i % 3,
          keys: i % 4 === 0 ? { run_id: own(`run-${i % 3}`) } : {},
        };
        spans.push(appendSpan(changes, {}, i));
      }
      return spans;
    }

    let fresh = 0;
    async function reportAfter(batches: readonly (readonly AppendSpan[])[]) {
      const { id } = await fixture.store.ensureProject(`fresh-${fresh++}`);
      for (const batch of batches) await fixture.store.append(someBatch(id, batch));
      const sessions = await fixture.store.listSessions(id, { limit: 100 });
      const materials = await Promise.all(
        sessions.items.map(async ({ sessionId }) => {
          const found = await fixture.store.auditMaterial(id, sessionId);
          return { spans: found?.spans, related: found?.related, run: found?.run };
        }),
      );
      // The revision counts the batches.
      const alike = sessions.items.map(({ revision, ...item }) => ({ ...item, event: { ...item.event, project: '' } }));
      return { runs: (await fixture.store.listRuns(id, { limit: 100 })).items, sessions: alike, materials };
    }

    test('hostile ids and texts are only ids and texts', async () => {
      for (const [i, text] of HOSTILE_TEXTS.entries()) {
        await fixture.append(
          appendSpan({ sessionId: text, spanId: spanId(i), keys: { run_id: own(text) } }, { event_id: text }),
        );
      }
      for (const [i, text] of HOSTILE_TEXTS.entries()) {
        expect(await fixture.store.getSession(fixture.projectId, text)).toMatchObject({
          sessionId: text,
          spanCount: 1,
          runId: text,
        });
        expect(await fixture.store.getRun(fixture.projectId, text)).toMatchObject({ runId: text, sessions: 1 });
        expect((await fixture.store.listSessions(fixture.projectId, { limit: 10, runId: text })).items).toHaveLength(1);
        expect((await fixture.eventsOf({ eventId: text })).length).toBeGreaterThan(0);
        expect(await fixture.store.spanEvidence(fixture.projectId, text, spanId(i))).not.toBeNull();
        expect((await fixture.store.locate('session', text))[0]).toMatchObject({ sessionId: text });
      }
      expect((await fixture.store.listRuns(fixture.projectId, { limit: 100 })).items).toHaveLength(
        HOSTILE_TEXTS.length,
      );
    });

    test('ids that no database text can hold are kept as readable text and found again', async () => {
      for (const id of ['a\0b', 'a\ud800b']) {
        await fixture.append(appendSpan({ sessionId: id }));
        expect(await fixture.store.getSession(fixture.projectId, id)).toMatchObject({ sessionId: 'a\ufffdb' });
      }
      expect((await fixture.session('a\ufffdb')).duplicateCount).toBe(1);
    });

    test('an empty batch is only a delivery', async () => {
      expect(await fixture.append()).toEqual({ accepted: 0, duplicated: 0 });
      expect((await fixture.store.listSessions(fixture.projectId, { limit: 10 })).items).toEqual([]);
    });
  });
}
