import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAppError } from '../domain/errors';
import type { TraceEvent } from '../domain/event';
import type { Finding } from '../domain/finding';
import { jsonObject } from '../domain/json';
import { noAttributionCounts, noCustodyCounts } from '../domain/states';
import {
  appendSpan,
  NOW,
  outcomeOf,
  own,
  plainBody,
  SOME_DELIVERY,
  START,
  sessionEvent,
  someBatch,
  spanId,
  traceId,
} from '../testing/store-batch';
import { type AppendSpan, type AuditMaterial, RUN_SORTS, SESSION_SORTS, type Store } from './store';

const RUN = 'run-1';
const LATER = new Date(NOW.getTime() + 60_000);
const PROTO = '__proto__';
const HOSTILE_TEXTS = ["'; DROP TABLE Session; --", PROTO, 'constructor', '100%_\\', '"quoted"', 'ünï 😀', '', ' '];

/** What every engine promises. Each test starts with an empty store. */
export function describeStoreContract(engine: string, open: () => Promise<Store>): void {
  describe(`store (${engine})`, () => {
    let store: Store;
    let projectId: number;

    beforeEach(async () => {
      store = await open();
      projectId = (await store.ensureProject('project')).id;
    });
    afterEach(() => store.close());

    async function append(...spans: readonly AppendSpan[]) {
      return store.append(someBatch(projectId, spans));
    }

    async function material(sessionId = 'session-1'): Promise<AuditMaterial> {
      const found = await store.auditMaterial(projectId, sessionId);
      if (found === null) throw new Error(`no session ${sessionId}`);
      return found;
    }

    async function settle(sessionId = 'session-1'): Promise<void> {
      expect(await store.saveAudit(projectId, sessionId, outcomeOf(await material(sessionId)))).toBe(true);
    }

    async function session(sessionId = 'session-1') {
      const found = await store.getSession(projectId, sessionId);
      if (found === null) throw new Error(`no session ${sessionId}`);
      return found;
    }

    async function eventsOf(query: Parameters<Store['events']>[1]): Promise<readonly TraceEvent[]> {
      return collect(store.events(projectId, query));
    }

    async function due(quietSince = new Date(0)): Promise<readonly string[]> {
      return (await store.dueSessions(quietSince, 100)).map(({ sessionId }) => sessionId);
    }

    describe('projects', () => {
      test('ensureProject makes a project once and keeps its tables', async () => {
        const again = await store.ensureProject('project');
        expect(again).toMatchObject({ id: projectId, name: 'project', routing: 'preserve', contract: 'preserve' });
        expect(again.createdAt).toBeInstanceOf(Date);
        expect(await store.listProjects()).toHaveLength(1);
        expect(await store.getProject('project')).toEqual(again);
        expect(await store.getProject('other')).toBeNull();
      });

      test('updateProject changes what is given; an unknown project is null', async () => {
        expect(await store.updateProject('project', { routing: 'staging' })).toMatchObject({
          routing: 'staging',
          contract: 'preserve',
        });
        expect(await store.getProject('project')).toMatchObject({ routing: 'staging' });
        expect(await store.updateProject('other', { routing: 'staging' })).toBeNull();
      });

      test('a new contract makes every session unsettled, another routing table does not', async () => {
        await append(appendSpan());
        await settle();
        await store.updateProject('project', { routing: 'staging' });
        expect((await session()).settled).toBe(true);
        const { revision } = await material();
        await store.updateProject('project', { contract: 'route-only' });
        expect((await session()).settled).toBe(false);
        expect((await material()).revision).toBeGreaterThan(revision);
      });

      test('projectOf finds the project of a session, run and event that was seen first', async () => {
        const other = await store.ensureProject('other');
        await append(appendSpan({ keys: { run_id: own(RUN) } }, { event_id: 'event-1' }));
        await store.append({ ...someBatch(other.id, [appendSpan({ sessionId: 'session-1' })]) });
        expect(await store.projectOf('session', 'session-1')).toMatchObject({ name: 'project' });
        expect(await store.projectOf('run', RUN)).toMatchObject({ name: 'project' });
        expect(await store.projectOf('event', 'event-1')).toMatchObject({ name: 'project' });
        expect(await store.projectOf('event', 'session-1')).toMatchObject({ name: 'project' });
        expect(await store.projectOf('session', 'unknown')).toBeNull();
        expect(await store.projectOf('run', 'unknown')).toBeNull();
        expect(await store.projectOf('event', 'unknown')).toBeNull();
      });

      test('projects do not see each other', async () => {
        const other = await store.ensureProject('other');
        await append(appendSpan({ keys: { run_id: own(RUN) } }));
        expect(await store.getSession(other.id, 'session-1')).toBeNull();
        expect(await store.getRun(other.id, RUN)).toBeNull();
        expect((await store.listRuns(other.id, { limit: 10 })).items).toEqual([]);
        expect((await store.listSessions(other.id, { limit: 10 })).items).toEqual([]);
        expect(await store.auditMaterial(other.id, 'session-1')).toBeNull();
        expect(await store.spanEvidence(other.id, 'session-1', spanId(0))).toBeNull();
      });
    });

    describe('append', () => {
      test('keeps new spans and makes their session and run known', async () => {
        const result = await append(
          appendSpan({ keys: { run_id: own(RUN), datapoint_id: own('dp-1') } }),
          appendSpan({ spanId: spanId(1), parentSpanId: spanId(0), statusCode: 2, endUnixNano: 0n }, {}, 1),
        );
        expect(result).toEqual({ accepted: 2, duplicated: 0 });
        expect(await session()).toMatchObject({
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
        const { attribution } = await session();
        expect(attribution.run_id).toEqual({ ...noAttributionCounts(), present: 1, pending: 1 });
        expect(attribution.dataset_id).toEqual({ ...noAttributionCounts(), pending: 2 });
        expect(await store.getRun(projectId, RUN)).toMatchObject({
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
        await append(
          appendSpan({
            keys: { run_id: own('a', 'b'), dataset_id: { values: [], invalid: ['None'], foundIn: ['dataset_id'] } },
          }),
        );
        const { attribution } = await session();
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
        await append(second, first);
        expect((await material()).spans).toEqual([
          { ...first.facts, sightings: 1, variants: 1 },
          { ...second.facts, sightings: 1, variants: 1 },
        ]);
        expect(await session()).toMatchObject({ firstStartUnixNano: START, lastEndUnixNano: 2n ** 63n });
      });

      test('a repeated span is stored once and counted', async () => {
        await append(appendSpan());
        expect(await append(appendSpan(), appendSpan())).toEqual({ accepted: 0, duplicated: 2 });
        expect(await session()).toMatchObject({ spanCount: 1, duplicateCount: 2 });
        expect((await material()).spans).toMatchObject([{ sightings: 3, variants: 1 }]);
      });

      test('of different payloads the complete one is kept, then the one with the smaller hash', async () => {
        const started = appendSpan({ endUnixNano: 0n, payloadHash: 'hash-0' });
        const ended = appendSpan({ payloadHash: 'hash-b', statusCode: 2, startUnixNano: START - 1n });
        const smaller = appendSpan({ payloadHash: 'hash-a', statusCode: 0, keys: { run_id: own(RUN) } });
        await append(started);
        await append(ended);
        expect((await material()).spans).toMatchObject([{ payloadHash: 'hash-b', sightings: 2, variants: 2 }]);
        expect(await session()).toMatchObject({ spanCount: 1, errorCount: 1, firstStartUnixNano: START - 1n });
        await append(smaller);
        await append(started);
        await append(ended);
        expect((await material()).spans).toMatchObject([{ payloadHash: 'hash-a', sightings: 5, variants: 3 }]);
        expect(await session()).toMatchObject({
          spanCount: 1,
          errorCount: 0,
          duplicateCount: 4,
          firstStartUnixNano: START,
        });
        expect((await session()).attribution.run_id).toEqual({ ...noAttributionCounts(), present: 1 });
        expect((await store.spanEvidence(projectId, 'session-1', spanId(0)))?.event.metadata).toEqual({
          payload: 'hash-a',
        });
      });

      test('a span that comes again does not undo what a client updated in its event', async () => {
        await append(appendSpan({ endUnixNano: 0n }, { event_id: 'event-1' }));
        await store.updateEvent(projectId, 'event-1', { feedback: { rating: 5 } }, NOW);
        await append(appendSpan({ payloadHash: 'hash-b' }, { event_id: 'event-1' }));
        const evidence = await store.spanEvidence(projectId, 'session-1', spanId(0));
        expect(evidence?.event).toMatchObject({ feedback: { rating: 5 }, metadata: { payload: 'hash-b' } });
      });

      test('two spans that name the same event are both kept', async () => {
        await append(
          appendSpan({}, { event_id: 'event-1' }),
          appendSpan({ spanId: spanId(1) }, { event_id: 'event-1' }, 1),
        );
        expect(await eventsOf({ eventId: 'event-1' })).toHaveLength(2);
      });

      test('a span that arrives for a settled session makes it unsettled and changes its revision', async () => {
        await append(appendSpan());
        await settle();
        const { revision } = await material();
        await append(appendSpan({ spanId: spanId(1) }));
        expect((await session()).settled).toBe(false);
        expect((await material()).revision).toBeGreaterThan(revision);
      });

      test('sessions that share a trace are judged with each other’s spans and unsettle each other', async () => {
        await append(appendSpan());
        await settle();
        const { revision } = await material();
        const shared = appendSpan({ sessionId: 'session-2', spanId: spanId(1), parentSpanId: spanId(0) });
        await append(shared, appendSpan({ sessionId: 'session-2', traceId: traceId(9), spanId: spanId(2) }));
        expect((await session()).settled).toBe(false);
        expect((await material()).revision).toBeGreaterThan(revision);
        expect((await material()).related).toEqual([{ ...shared.facts, sightings: 1, variants: 1 }]);
        expect((await material('session-2')).related).toMatchObject([{ sessionId: 'session-1' }]);
        expect((await material('session-2')).spans).toHaveLength(2);
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
        const { id } = await store.ensureProject(`fresh-${fresh++}`);
        for (const batch of batches) await store.append(someBatch(id, batch));
        const sessions = await store.listSessions(id, { limit: 100 });
        const materials = await Promise.all(
          sessions.items.map(async ({ sessionId }) => {
            const found = await store.auditMaterial(id, sessionId);
            return { spans: found?.spans, related: found?.related, run: found?.run };
          }),
        );
        const withoutProject = sessions.items.map((item) => ({ ...item, event: { ...item.event, project: '' } }));
        return { runs: (await store.listRuns(id, { limit: 100 })).items, sessions: withoutProject, materials };
      }

      test('hostile ids and texts are only ids and texts', async () => {
        for (const [i, text] of HOSTILE_TEXTS.entries()) {
          await append(
            appendSpan({ sessionId: text, spanId: spanId(i), keys: { run_id: own(text) } }, { event_id: text }),
          );
        }
        for (const [i, text] of HOSTILE_TEXTS.entries()) {
          expect(await store.getSession(projectId, text)).toMatchObject({ sessionId: text, spanCount: 1, runId: text });
          expect(await store.getRun(projectId, text)).toMatchObject({ runId: text, sessions: 1 });
          expect((await store.listSessions(projectId, { limit: 10, runId: text })).items).toHaveLength(1);
          expect((await eventsOf({ eventId: text })).length).toBeGreaterThan(0);
          expect(await store.spanEvidence(projectId, text, spanId(i))).not.toBeNull();
          expect((await store.locate('session', text))[0]).toMatchObject({ sessionId: text });
        }
        expect((await store.listRuns(projectId, { limit: 100 })).items).toHaveLength(HOSTILE_TEXTS.length);
      });

      test('ids that no database text can hold are kept as readable text and found again', async () => {
        for (const id of ['a\0b', 'a\ud800b']) {
          await append(appendSpan({ sessionId: id }));
          expect(await store.getSession(projectId, id)).toMatchObject({ sessionId: 'a\ufffdb' });
        }
        expect((await session('a\ufffdb')).duplicateCount).toBe(1);
      });

      test('an empty batch is only a delivery', async () => {
        expect(await append()).toEqual({ accepted: 0, duplicated: 0 });
        expect((await store.listSessions(projectId, { limit: 10 })).items).toEqual([]);
      });
    });

    describe('evidence', () => {
      test('a stored event comes back exactly, 64-bit integers and hostile keys included', async () => {
        const metadata = Object.assign(jsonObject(), { big: 9_223_372_036_854_775_807n, zero: -0, text: 'a\0\ud800' });
        metadata[PROTO] = 'only a key';
        const span = appendSpan(
          {},
          { metadata, outputs: ['bare', 1.5], error: 'boom', end_time: 0.25, duration: null },
        );
        await append(span);
        const event = (await store.spanEvidence(projectId, 'session-1', spanId(0)))?.event;
        expect(event).toEqual(span.event);
        expect(Object.keys(event?.metadata ?? {})).toEqual(['big', 'zero', 'text', PROTO]);
        expect(Object.is(event?.metadata.zero, -0)).toBe(true);
        expect((await eventsOf({ sessionId: 'session-1' })).find((one) => one.event_type === 'chain')).toEqual(
          span.event,
        );
      });

      test.each(['', 'gzip'])('the body comes back byte by byte (content encoding "%s")', async (contentEncoding) => {
        const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) % 251);
        const body = { bytes, contentType: 'application/x-protobuf', contentEncoding };
        const { contentType } = body;
        const delivery = { ...SOME_DELIVERY, contentType, warnings: ['w'], rejected: [{ ordinal: 3, reason: 'r' }] };
        await store.append(someBatch(projectId, [appendSpan({}, {}, 5)], { body, delivery }));
        const evidence = await store.spanEvidence(projectId, 'session-1', spanId(0), traceId(0));
        expect(evidence?.body).toEqual(body);
        expect(evidence?.ordinal).toBe(5);
        expect(evidence?.delivery).toEqual({ ...delivery, accepted: 1, duplicated: 0 });
      });

      test('a span is found by session, span and trace; anything else is null', async () => {
        await append(appendSpan(), appendSpan({ traceId: traceId(1) }, {}, 1));
        const of = async (trace?: string) =>
          (await store.spanEvidence(projectId, 'session-1', spanId(0), trace))?.facts.traceId;
        expect(await of()).toBe(traceId(0));
        expect(await of(traceId(1))).toBe(traceId(1));
        expect(await of(traceId(2))).toBeUndefined();
        expect(await of('rubbish')).toBeUndefined();
        expect(await store.spanEvidence(projectId, 'session-1', 'rubbish')).toBeNull();
        expect(await store.spanEvidence(projectId, 'unknown', spanId(0))).toBeNull();
      });

      test('sessionEvidence gives every span once, with the body it came in', async () => {
        const spans = Array.from({ length: 450 }, (_, i) => appendSpan({ spanId: spanId(i) }, {}, i));
        await store.append(someBatch(projectId, spans.slice(0, 300), { body: plainBody('first') }));
        await store.append(someBatch(projectId, spans.slice(300), { body: plainBody('second') }));
        const all = await collect(store.sessionEvidence(projectId, 'session-1'));
        expect(all.map(({ facts }) => facts.spanId)).toEqual(spans.map(({ facts }) => facts.spanId));
        expect(all.map(({ ordinal }) => ordinal)).toEqual(spans.map(({ ordinal }) => ordinal));
        expect(new TextDecoder().decode(all[0]?.body.bytes)).toBe('first');
        expect(new TextDecoder().decode(all[449]?.body.bytes)).toBe('second');
        expect(await collect(store.sessionEvidence(projectId, 'unknown'))).toEqual([]);
      });

      test('deliveries without spans are accepted', async () => {
        const delivery = { ...SOME_DELIVERY, status: 400, accepted: 0, duplicated: 0 };
        await store.recordDelivery(null, delivery, null);
        await store.recordDelivery(projectId, delivery, plainBody());
      });
    });

    describe('sessions and events', () => {
      test('a started session has its record, keys and filing', async () => {
        const event = sessionEvent('session-1', {
          inputs: { question: 'why' },
          metadata: { run_id: RUN, dataset_id: 'ds-1', datapoint_id: 'dp-1' },
        });
        const put = await store.putSession(projectId, event, { name: 'honeyhive', version: '1.5.0' }, NOW);
        expect(put).toMatchObject({
          declared: true,
          event,
          keys: { run_id: RUN, dataset_id: 'ds-1', datapoint_id: 'dp-1' },
          runId: RUN,
          datapointId: 'dp-1',
          client: { name: 'honeyhive', version: '1.5.0' },
        });
        expect(await session()).toEqual(put);
        expect(await store.getRun(projectId, RUN)).toMatchObject({ declared: false, sessions: 1, datapoints: 1 });
      });

      test('a session started after its spans and updates came keeps all three', async () => {
        await append(appendSpan({ keys: { run_id: own('run-of-span') } }));
        await store.updateEvent(projectId, 'session-1', { metadata: { late: 1 }, feedback: { rating: 1 } }, NOW);
        const event = sessionEvent('session-1', { metadata: { run_id: RUN, late: 0 }, source: 'evaluation' });
        const put = await store.putSession(projectId, event, null, NOW);
        expect(put).toMatchObject({ spanCount: 1, declared: true, runId: RUN, client: { name: 'client' } });
        expect(put.event).toMatchObject({
          event_name: 'datapoint',
          source: 'evaluation',
          metadata: { run_id: RUN, late: 1 },
          feedback: { rating: 1 },
        });
        expect(await session()).toEqual(put);
      });

      test('a session start that is sent again does not undo updates', async () => {
        const event = sessionEvent('session-1', { metadata: { a: 1 } });
        await store.putSession(projectId, event, null, NOW);
        await store.updateEvent(projectId, 'session-1', { metadata: { a: 2 }, outputs: { answer: 42 } }, NOW);
        await store.putSession(projectId, event, null, NOW);
        expect((await session()).event).toMatchObject({ metadata: { a: 2 }, outputs: { answer: 42 } });
      });

      test('an update of an unknown event becomes an undeclared session’s record', async () => {
        const updated = await store.updateEvent(projectId, 'event-9', { metrics: { score: 0.5 } }, NOW);
        expect(updated).toMatchObject({ event_id: 'event-9', event_type: 'session', metrics: { score: 0.5 } });
        expect(await session('event-9')).toMatchObject({ declared: false, event: updated });
      });

      test('updates merge one after the other', async () => {
        await append(appendSpan({}, { event_id: 'event-1', metrics: { a: 1 }, outputs: { from: 'span' } }));
        await store.updateEvent(projectId, 'event-1', { metrics: { b: 2 }, outputs: { x: 1 }, error: 'bad' }, NOW);
        const updated = await store.updateEvent(projectId, 'event-1', { metrics: { a: 3 }, end_time: 7 }, NOW);
        expect(updated).toMatchObject({ metrics: { a: 3, b: 2 }, outputs: { x: 1 }, error: 'bad', end_time: 7 });
        expect(await eventsOf({ eventId: 'event-1' })).toEqual([updated]);
        expect((await store.spanEvidence(projectId, 'session-1', spanId(0)))?.event).toEqual(updated);
      });

      test('events made over REST are kept, replaced when sent again, and keep their updates', async () => {
        const event = { ...sessionEvent('session-1'), event_id: 'event-1', event_type: 'tool' as const };
        await store.putEvent(projectId, event, NOW);
        await store.updateEvent(projectId, 'event-1', { feedback: { ok: true } }, NOW);
        await store.putEvent(projectId, { ...event, event_name: 'renamed' }, NOW);
        expect(await eventsOf({ eventId: 'event-1' })).toEqual([
          { ...event, event_name: 'renamed', feedback: { ok: true } },
        ]);
        expect((await session()).spanCount).toBe(0);
      });

      test('events come newest first, the session’s own among them', async () => {
        const at = (start: number) => sessionEvent('session-1', { start_time: start });
        await store.putSession(projectId, at(20), null, NOW);
        const starts = Array.from({ length: 420 }, (_, i) => i / 10);
        for (const start of starts) {
          await store.putEvent(projectId, { ...at(start), event_id: `e-${start}`, event_type: 'tool' }, NOW);
        }
        const events = await eventsOf({ sessionId: 'session-1' });
        expect(events).toHaveLength(421);
        const order = events.map(({ start_time }) => start_time);
        expect(order).toEqual([...order].sort((a, b) => b - a));
      });

      test('events are found by run', async () => {
        await append(appendSpan({ keys: { run_id: own(RUN) } }), appendSpan({ sessionId: 'other', spanId: spanId(1) }));
        expect((await eventsOf({ runId: RUN })).map(({ session_id }) => session_id)).toEqual([
          'session-1',
          'session-1',
        ]);
        expect(await eventsOf({ runId: 'unknown' })).toEqual([]);
        expect((await eventsOf({})).length).toBe(4);
      });

      test('what the spans name files a session only until its record or an audit says better', async () => {
        await append(
          appendSpan({ keys: { run_id: own('b') } }),
          appendSpan({ spanId: spanId(1), keys: { run_id: own('a') } }),
        );
        expect((await session()).runId).toBe('a');
        await store.saveAudit(projectId, 'session-1', outcomeOf(await material(), { runId: 'c', datapointId: 'dp' }));
        expect(await session()).toMatchObject({ runId: 'c', datapointId: 'dp' });
        expect(await store.getRun(projectId, 'c')).toMatchObject({ sessions: 1 });
        await append(appendSpan({ spanId: spanId(2) }));
        expect((await session()).runId).toBe('c');
        await store.putSession(projectId, sessionEvent('session-1', { metadata: { run_id: 'd' } }), null, NOW);
        expect((await session()).runId).toBe('d');
      });

      test('siblings are found by a shared input, within the run', async () => {
        const put = (id: string, runId: string, question: string) =>
          store.putSession(
            projectId,
            sessionEvent(id, { inputs: { question }, metadata: { run_id: runId, datapoint_id: `dp-${id}` } }),
            null,
            NOW,
          );
        await put('s1', RUN, 'same');
        await put('s2', RUN, 'same');
        await put('s3', RUN, 'other');
        await put('s4', 'run-2', 'same');
        const find = (values: string[]) => store.siblingsByInput(projectId, RUN, 's1', values);
        expect(await find(['same', 'x'])).toEqual([{ sessionId: 's2', datapointId: 'dp-s2', inputValues: ['same'] }]);
        expect(await find([])).toEqual([]);
        expect(await find(["'; DROP TABLE Session; --"])).toEqual([]);
      });
    });

    describe('runs', () => {
      test('a run is created, updated and read', async () => {
        const created = await store.putRun(
          projectId,
          RUN,
          {
            name: 'nightly',
            status: 'running',
            datasetId: 'ds-1',
            datapointIds: ['dp-1', 'dp-2'],
            metadata: { a: 1, big: 2n ** 63n },
            client: { name: 'honeyhive', version: '1.5.0' },
          },
          NOW,
        );
        expect(created).toMatchObject({ runId: RUN, declared: true, createdAt: NOW, updatedAt: NOW });
        const updated = await store.putRun(projectId, RUN, { metadata: { b: 2 }, results: { mean: 0.5 } }, LATER);
        expect(updated).toMatchObject({ name: 'nightly', createdAt: NOW, updatedAt: LATER, results: { mean: 0.5 } });
        const run = await store.getRun(projectId, RUN);
        expect(run).toMatchObject({ sessions: 0, spans: 0, datapoints: 2, status: 'running', datasetId: 'ds-1' });
        expect(run?.metadata).toEqual({ a: 1, big: 2n ** 63n, b: 2 });
        expect(run?.attribution.run_id).toEqual(noAttributionCounts());
        expect(await store.getRun(projectId, 'unknown')).toBeNull();
      });

      test('announced and seen datapoints are counted once', async () => {
        await store.putRun(projectId, RUN, { datapointIds: ['dp-1', 'dp-2'] }, NOW);
        const put = (id: string, datapoint: string) =>
          store.putSession(
            projectId,
            sessionEvent(id, { metadata: { run_id: RUN, datapoint_id: datapoint } }),
            null,
            NOW,
          );
        await put('s1', 'dp-1');
        await put('s2', 'dp-3');
        await put('s3', 'dp-3');
        expect(await store.getRun(projectId, RUN)).toMatchObject({ sessions: 3, datapoints: 3 });
      });

      test('sums over its sessions', async () => {
        await append(appendSpan({ keys: { run_id: own(RUN) } }), appendSpan({ spanId: spanId(1) }));
        await append(appendSpan({ sessionId: 's2', spanId: spanId(2), keys: { run_id: own(RUN) } }));
        const finding = someFinding('f');
        await store.saveAudit(
          projectId,
          's2',
          outcomeOf(await material('s2'), {
            attribution: { run_id: { ...noAttributionCounts(), missing: 4 } },
            custody: { ...noCustodyCounts(), lost: 3 },
            breakCount: 2,
            findings: [finding],
          }),
        );
        const run = await store.getRun(projectId, RUN);
        expect(run).toMatchObject({ sessions: 2, spans: 3, findings: 1, breaks: 2, unsettledSessions: 1 });
        expect(run?.attribution.run_id).toEqual({ ...noAttributionCounts(), present: 1, pending: 1, missing: 4 });
        expect(run?.custody).toEqual({ ...noCustodyCounts(), preserved: 4, lost: 3 });
        expect((await store.listRuns(projectId, { limit: 10 })).items).toEqual([run]);
      });

      test('every sort gives every run once, whatever the page size', async () => {
        await fillRuns();
        const all = new Set((await store.listRuns(projectId, { limit: 500 })).items.map(({ runId }) => runId));
        expect(all.size).toBe(23);
        for (const sort of RUN_SORTS) {
          const whole = await store.listRuns(projectId, { limit: 500, sort });
          for (const limit of [1, 4, 23]) {
            expect(await runPages(sort, limit)).toEqual(whole.items.map(({ runId }) => runId));
          }
        }
      });

      test('sorts by what the sort says', async () => {
        await fillRuns();
        const values = async (sort: (typeof RUN_SORTS)[number], value: (run: RunItem) => number | string) =>
          (await store.listRuns(projectId, { limit: 500, sort })).items.map(value);
        const numbers = (a: number | string, b: number | string) => Number(a) - Number(b);
        const spans = await values('-spans', (run) => run.spans);
        expect(spans).toEqual([...spans].sort(numbers).reverse());
        const created = await values('createdAt', (run) => run.createdAt.getTime());
        expect(created).toEqual([...created].sort(numbers));
        const missing = await values('missing', (run) => run.attribution.run_id?.missing ?? 0);
        expect(missing).toEqual([...missing].sort(numbers));
        expect(missing.at(-1)).toBeGreaterThan(0);
        const names = await values('name', (run) => run.name ?? '');
        expect(names).toEqual([...names].sort());
      });

      type RunItem = Awaited<ReturnType<Store['listRuns']>>['items'][number];

      async function fillRuns(): Promise<void> {
        for (let i = 0; i < 23; i++) {
          const patch = i % 4 === 0 ? {} : { name: `name ${i % 5}` };
          await store.putRun(projectId, `run-${i}`, patch, new Date(NOW.getTime() + (i % 3) * 1000));
          for (let n = 0; n < i % 4; n++) {
            await append(appendSpan({ sessionId: `s-${i}`, spanId: spanId(n), keys: { run_id: own(`run-${i}`) } }));
          }
          if (i % 4 === 0) continue;
          const attribution = { run_id: { ...noAttributionCounts(), missing: i % 3 } };
          await store.saveAudit(projectId, `s-${i}`, outcomeOf(await material(`s-${i}`), { attribution }));
        }
      }

      async function runPages(sort: (typeof RUN_SORTS)[number], limit: number): Promise<readonly string[]> {
        const ids: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.listRuns(projectId, { limit, sort, cursor });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          ids.push(...page.items.map(({ runId }) => runId));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        return ids;
      }

      test('searches parts of name, ids and client version; wildcards are ordinary characters', async () => {
        await store.putRun(projectId, 'a', { name: '100% Done' }, NOW);
        await store.putRun(projectId, 'b', { name: '100 done', datasetId: 'EXT-under_score' }, NOW);
        await store.putRun(projectId, 'c\\d', { client: { name: 'x', version: '9.9.9' } }, NOW);
        const search = async (q: string) =>
          (await store.listRuns(projectId, { limit: 10, q, sort: 'createdAt' })).items.map(({ runId }) => runId);
        expect(await search('DONE')).toEqual(['a', 'b']);
        expect(await search('100%')).toEqual(['a']);
        expect(await search('r_s')).toEqual(['b']);
        expect(await search('c\\')).toEqual(['c\\d']);
        expect(await search('9.9')).toEqual(['c\\d']);
        expect(await search("' OR 1=1 --")).toEqual([]);
        expect((await store.listRuns(projectId, { limit: 10, datasetId: 'EXT-under_score' })).items).toHaveLength(1);
        expect((await store.listRuns(projectId, { limit: 10, name: '100 done' })).items).toHaveLength(1);
      });

      test.each(['rubbish', '', 'WyJ4Il0', 'bnVsbA'])('refuses the cursor "%s"', async (cursor) => {
        const refused = await store.listRuns(projectId, { limit: 1, cursor }).catch((error: unknown) => error);
        expect(isAppError(refused) && refused.code).toBe('invalid-request');
      });

      test('refuses the cursor of another sort', async () => {
        await fillRuns();
        const { nextCursor } = await store.listRuns(projectId, { limit: 1, sort: 'name' });
        const cursor = nextCursor ?? '';
        await expect(store.listRuns(projectId, { limit: 1, sort: 'spans', cursor })).rejects.toThrow('cursor');
      });
    });

    describe('list of sessions', () => {
      async function fill(): Promise<void> {
        for (let i = 0; i < 17; i++) {
          const sessionId = `s-${(i * 7) % 17}`;
          const runId = i % 3 === 0 ? {} : { run_id: own(RUN) };
          for (let n = 0; n <= i % 3; n++) {
            const changes = { sessionId, spanId: spanId(n), traceId: traceId(i), startUnixNano: START + BigInt(i % 5) };
            await append(appendSpan({ ...changes, keys: { ...runId, datapoint_id: own(`dp-${i % 4}`) } }));
          }
          const attribution = { run_id: { ...noAttributionCounts(), missing: i % 4 } };
          const custody = { ...noCustodyCounts(), lost: i % 2 };
          await store.saveAudit(projectId, sessionId, outcomeOf(await material(sessionId), { attribution, custody }));
        }
      }

      test('every sort gives every session once, whatever the page size', async () => {
        await fill();
        for (const sort of SESSION_SORTS) {
          const whole = (await store.listSessions(projectId, { limit: 500, sort })).items.map((item) => item.sessionId);
          expect(new Set(whole).size).toBe(17);
          for (const limit of [1, 5]) {
            const ids: string[] = [];
            let cursor: string | undefined;
            do {
              const page = await store.listSessions(projectId, { limit, sort, cursor });
              ids.push(...page.items.map(({ sessionId }) => sessionId));
              cursor = page.nextCursor ?? undefined;
            } while (cursor !== undefined);
            expect(ids).toEqual(whole);
          }
        }
      });

      test('worst first: most problems, then session id', async () => {
        await fill();
        const items = (await store.listSessions(projectId, { limit: 500, sort: 'worst' })).items;
        const keys = items.map(({ attribution, custody, sessionId }) => ({
          problems: (attribution.run_id?.missing ?? 0) + custody.lost,
          sessionId,
        }));
        const sorted = [...keys].sort((a, b) => b.problems - a.problems || (a.sessionId < b.sessionId ? -1 : 1));
        expect(keys).toEqual(sorted);
        expect(keys[0]?.problems).toBeGreaterThan(keys.at(-1)?.problems ?? 0);
      });

      test('filters by run, datapoint, state and text', async () => {
        await fill();
        const count = async (query: object) =>
          (await store.listSessions(projectId, { limit: 500, ...query })).items.length;
        expect(await count({ runId: RUN })).toBe(11);
        expect(await count({ runId: null })).toBe(6);
        expect(await count({ runId: 'unknown' })).toBe(0);
        expect(await count({ datapointId: 'dp-1' })).toBe(4);
        expect(await count({ state: 'missing' })).toBe(12);
        expect(await count({ state: 'missing', key: 'run_id' })).toBe(12);
        expect(await count({ state: 'missing', key: 'dataset_id' })).toBe(0);
        expect(await count({ state: 'lost' })).toBe(8);
        expect(await count({ state: 'not-applicable' })).toBe(0);
        expect(await count({ q: 'DP-1' })).toBe(4);
        expect(await count({ q: 's_1' })).toBe(0);
        expect(await count({ q: 's-1' })).toBe(8);
      });
    });

    describe('audits', () => {
      test('an audit replaces counters, filing and findings whole', async () => {
        await append(appendSpan());
        const outcome = outcomeOf(await material(), {
          contract: 'route-only',
          attribution: { run_id: { ...noAttributionCounts(), missing: 1 } },
          custody: { ...noCustodyCounts(), moved: 2 },
          breakCount: 1,
          findings: [someFinding('one'), someFinding('two')],
          custodyOfSpans: new Map([[`${traceId(0)}:${spanId(0)}`, { ...noCustodyCounts(), moved: 2 }]]),
        });
        expect(await store.saveAudit(projectId, 'session-1', outcome)).toBe(true);
        expect(await session()).toMatchObject({
          settled: true,
          contract: 'route-only',
          findingCount: 2,
          breakCount: 1,
          custody: { ...noCustodyCounts(), moved: 2 },
        });
        expect((await session()).attribution.run_id).toEqual({ ...noAttributionCounts(), missing: 1 });
        expect((await material()).spans[0]?.custody).toEqual({ ...noCustodyCounts(), moved: 2 });
        await store.saveAudit(
          projectId,
          'session-1',
          outcomeOf(await material(), { findings: [someFinding('three')] }),
        );
        expect((await store.findings(projectId, { sessionId: 'session-1' }, 10)).map(({ title }) => title)).toEqual([
          'three',
        ]);
      });

      test('an audit of an older state is refused and changes nothing', async () => {
        await append(appendSpan());
        const stale = outcomeOf(await material(), { findings: [someFinding('stale')] });
        await append(appendSpan({ spanId: spanId(1) }));
        expect(await store.saveAudit(projectId, 'session-1', stale)).toBe(false);
        expect(await session()).toMatchObject({ settled: false, findingCount: 0 });
        expect(await store.saveAudit(projectId, 'unknown', stale)).toBe(false);
      });

      test('findings come worst first, of a session or a run', async () => {
        await append(appendSpan({ keys: { run_id: own(RUN), datapoint_id: own('dp-1') } }));
        await append(appendSpan({ sessionId: 's2', spanId: spanId(1), keys: { run_id: own(RUN) } }));
        const small = someFinding('small', { size: 1 });
        const large = someFinding('large', { size: 9, observed: { run_id: null, __proto: 'x' } });
        const critical = someFinding('critical', { severity: 'critical' });
        const save = async (id: string, findings: readonly Finding[]) =>
          store.saveAudit(projectId, id, outcomeOf(await material(id), { findings }));
        await save('session-1', [small, large]);
        await save('s2', [critical]);
        const ofRun = await store.findings(projectId, { runId: RUN }, 10);
        expect(ofRun.map(({ title }) => title)).toEqual(['critical', 'large', 'small']);
        expect(ofRun[1]).toEqual({ ...large, sessionId: 'session-1', datapointId: 'dp-1' });
        expect(await store.findings(projectId, { runId: RUN }, 1)).toHaveLength(1);
        expect(await store.findings(projectId, { sessionId: 's2' }, 10)).toHaveLength(1);
      });

      test('a session is due when it was quiet long enough, until it is settled', async () => {
        await append(appendSpan());
        expect(await due(NOW)).toEqual([]);
        expect(await due(LATER)).toEqual(['session-1']);
        await store.saveAudit(projectId, 'session-1', outcomeOf(await material(), { settled: false }));
        expect(await due(LATER)).toEqual(['session-1']);
        await settle();
        expect(await due(LATER)).toEqual([]);
      });

      test('the sessions of a run that is over are due at once, and only once', async () => {
        await append(appendSpan({ keys: { run_id: own(RUN) } }));
        await settle();
        await store.putRun(projectId, RUN, { status: 'running' }, NOW);
        expect(await due()).toEqual([]);
        await store.putRun(projectId, RUN, { status: 'completed' }, NOW);
        expect(await due()).toEqual(['session-1']);
        expect((await store.dueSessions(new Date(0), 1))[0]?.project.name).toBe('project');
        await settle();
        expect(await due()).toEqual([]);
        await append(appendSpan({ spanId: spanId(1) }));
        expect(await due()).toEqual(['session-1']);
      });

      test('a session that joins a run that is over, or changes its inputs there, unsettles the others', async () => {
        const put = (id: string, question: string) =>
          store.putSession(projectId, sessionEvent(id, { inputs: { question }, metadata: { run_id: RUN } }), null, NOW);
        await put('s1', 'a');
        await store.putRun(projectId, RUN, { status: 'completed' }, NOW);
        await settle('s1');
        await put('s2', 'b');
        expect(await due()).toEqual(['s1', 's2']);
        await settle('s1');
        await settle('s2');
        await store.updateEvent(projectId, 's2', { metrics: { score: 1 } }, NOW);
        expect(await due()).toEqual(['s2']);
        await settle('s2');
        await store.updateEvent(projectId, 's2', { inputs: { question: 'c' } }, NOW);
        expect(await due()).toEqual(['s1', 's2']);
        await settle('s1');
        await settle('s2');
        expect(await due()).toEqual([]);
      });

      test('the material names the run', async () => {
        await store.putRun(projectId, RUN, { name: 'nightly', datasetId: 'ds-1' }, NOW);
        await append(appendSpan({ keys: { run_id: own(RUN) } }));
        expect((await material()).run).toMatchObject({ name: 'nightly', datasetId: 'ds-1' });
        expect(await store.auditMaterial(projectId, 'unknown')).toBeNull();
      });
    });

    test('locate finds every kind of id', async () => {
      await append(appendSpan({ keys: { run_id: own(RUN), datapoint_id: own('dp-1') } }));
      const place = { project: 'project', runId: RUN, datapointId: 'dp-1', sessionId: 'session-1' };
      const nowhere = { spanId: null, traceId: null };
      expect(await store.locate('run', RUN)).toEqual([{ ...place, datapointId: null, sessionId: null, ...nowhere }]);
      expect(await store.locate('datapoint', 'dp-1')).toEqual([{ ...place, ...nowhere }]);
      expect(await store.locate('session', 'session-1')).toEqual([{ ...place, ...nowhere }]);
      expect(await store.locate('trace', traceId(0).toUpperCase())).toEqual([
        { ...place, spanId: null, traceId: traceId(0) },
      ]);
      expect(await store.locate('span', spanId(0))).toEqual([{ ...place, spanId: spanId(0), traceId: traceId(0) }]);
      for (const kind of ['run', 'datapoint', 'session', 'trace', 'span'] as const) {
        expect(await store.locate(kind, 'unknown')).toEqual([]);
      }
    });

    test('locate stops at 20', async () => {
      const spans = Array.from({ length: 30 }, (_, i) => appendSpan({ sessionId: `s-${i}`, traceId: traceId(i) }));
      await append(...spans);
      expect(await store.locate('span', spanId(0))).toHaveLength(20);
    });

    test('is writable', async () => {
      await store.checkWritable();
    });
  });
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function someFinding(title: string, changes: Partial<Finding> = {}): Finding {
  return {
    fingerprint: `fp-${title}`,
    rule: 'ATTR-001',
    severity: 'error',
    handover: 'set-to-stamped',
    title,
    keys: ['run_id'],
    span: null,
    parent: null,
    shape: 'total',
    size: 3,
    spans: [],
    expected: { run_id: RUN },
    observed: { run_id: null },
    cause: { code: 'not-determined', confidence: 'low', text: 'unknown' },
    evidence: [],
    advice: 'look',
    ...changes,
  };
}
