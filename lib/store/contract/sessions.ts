import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../domain/event';
import { appendSpan, NOW, outcomeOf, own, sessionEvent, spanId } from '../../testing/store-batch';
import { LATER, PROTO, RUN, type StoreFixture } from './store-fixture';

export function describeSessions(fixture: StoreFixture): void {
  describe('sessions and events', () => {
    test('a started session has its record, keys and filing', async () => {
      const event = sessionEvent('session-1', {
        inputs: { question: 'why' },
        metadata: { run_id: RUN, dataset_id: 'ds-1', datapoint_id: 'dp-1' },
      });
      const put = await fixture.store.putSession(
        fixture.projectId,
        event,
        { name: 'honeyhive', version: '1.5.0' },
        NOW,
      );
      expect(put).toMatchObject({
        declared: true,
        event,
        keys: { run_id: RUN, dataset_id: 'ds-1', datapoint_id: 'dp-1' },
        runId: RUN,
        datapointId: 'dp-1',
        client: { name: 'honeyhive', version: '1.5.0' },
      });
      expect(await fixture.session()).toEqual(put);
      expect(await fixture.store.getRun(fixture.projectId, RUN)).toMatchObject({
        declared: false,
        sessions: 1,
        datapoints: 1,
      });
    });

    test('a session started after its spans and updates came keeps all three', async () => {
      await fixture.append(appendSpan({ keys: { run_id: own('run-of-span') } }));
      await fixture.store.updateEvent(
        fixture.projectId,
        'session-1',
        { metadata: { late: 1 }, feedback: { rating: 1 } },
        NOW,
      );
      const event = sessionEvent('session-1', { metadata: { run_id: RUN, late: 0 }, source: 'evaluation' });
      const put = await fixture.store.putSession(fixture.projectId, event, null, NOW);
      expect(put).toMatchObject({ spanCount: 1, declared: true, runId: RUN, client: { name: 'client' } });
      expect(put.event).toMatchObject({
        event_name: 'datapoint',
        source: 'evaluation',
        metadata: { run_id: RUN, late: 1 },
        feedback: { rating: 1 },
      });
      expect(await fixture.session()).toEqual(put);
    });

    test('a session start that is sent again does not undo updates', async () => {
      const event = sessionEvent('session-1', { metadata: { a: 1 } });
      await fixture.store.putSession(fixture.projectId, event, null, NOW);
      await fixture.store.updateEvent(
        fixture.projectId,
        'session-1',
        { metadata: { a: 2 }, outputs: { answer: 42 } },
        NOW,
      );
      await fixture.store.putSession(fixture.projectId, event, null, NOW);
      expect((await fixture.session()).event).toMatchObject({ metadata: { a: 2 }, outputs: { answer: 42 } });
    });

    test('an update of an unknown event becomes an undeclared session’s record', async () => {
      const updated = await fixture.store.updateEvent(fixture.projectId, 'event-9', { metrics: { score: 0.5 } }, NOW);
      expect(updated).toMatchObject({ event_id: 'event-9', event_type: 'session', metrics: { score: 0.5 } });
      expect(await fixture.session('event-9')).toMatchObject({ declared: false, event: updated });
    });

    test('updates merge one after the other', async () => {
      await fixture.append(appendSpan({}, { event_id: 'event-1', metrics: { a: 1 }, outputs: { from: 'span' } }));
      await fixture.store.updateEvent(
        fixture.projectId,
        'event-1',
        { metrics: { b: 2 }, outputs: { x: 1 }, error: 'bad' },
        NOW,
      );
      const updated = await fixture.store.updateEvent(
        fixture.projectId,
        'event-1',
        { metrics: { a: 3 }, end_time: 7 },
        NOW,
      );
      expect(updated).toMatchObject({ metrics: { a: 3, b: 2 }, outputs: { x: 1 }, error: 'bad', end_time: 7 });
      expect(await fixture.eventsOf({ eventId: 'event-1' })).toEqual([updated]);
      expect((await fixture.store.spanEvidence(fixture.projectId, 'session-1', spanId(0)))?.event).toEqual(updated);
    });

    test('events made over REST are kept, replaced when sent again, and keep their updates', async () => {
      const event = { ...sessionEvent('session-1'), event_id: 'event-1', event_type: 'tool' as const };
      await fixture.store.putEvents(fixture.projectId, [event], null, NOW);
      await fixture.store.updateEvent(fixture.projectId, 'event-1', { feedback: { ok: true } }, NOW);
      await fixture.store.putEvents(fixture.projectId, [{ ...event, event_name: 'renamed' }], null, NOW);
      expect(await fixture.eventsOf({ eventId: 'event-1' })).toEqual([
        { ...event, event_name: 'renamed', feedback: { ok: true } },
      ]);
      expect((await fixture.session()).spanCount).toBe(0);
    });

    test('events come newest first, the session’s own among them', async () => {
      const at = (start: number) => sessionEvent('session-1', { start_time: start });
      await fixture.store.putSession(fixture.projectId, at(20), null, NOW);
      const starts = Array.from({ length: 420 }, (_, i) => i / 10);
      for (const start of starts) {
        const event = { ...at(start), event_id: `e-${start}`, event_type: 'tool' as const };
        await fixture.store.putEvents(fixture.projectId, [event], null, NOW);
      }
      const events = await fixture.eventsOf({ sessionId: 'session-1' });
      expect(events).toHaveLength(421);
      const order = events.map(({ start_time }) => start_time);
      expect(order).toEqual([...order].sort((a, b) => b - a));
    });

    test('a batch of events is kept: the last of each id, and sessions are started by theirs', async () => {
      const client = { name: 'client', version: '1.0' };
      const tool = (id: string, sessionId: string, changes: Partial<TraceEvent> = {}): TraceEvent => ({
        ...sessionEvent(sessionId, changes),
        event_id: id,
        event_type: 'tool',
      });
      const { store, projectId } = fixture;
      await store.putEvents(projectId, [], client, NOW);
      expect((await store.listSessions(projectId, { limit: 10 })).items).toEqual([]);
      const started = sessionEvent('b', { metadata: { run_id: RUN }, inputs: { question: 'first' } });
      await store.putEvents(
        projectId,
        [
          tool('e1', 'b'),
          tool('e2', 'a', { event_name: 'before' }),
          started,
          tool('e2', 'a', { event_name: 'after' }),
          tool(PROTO, 'a'),
          sessionEvent('b', { inputs: { more: 1 } }),
          tool('e1', 'a\0'),
        ],
        client,
        NOW,
      );
      const b = await fixture.session('b');
      expect(b).toMatchObject({ declared: true, client, runId: RUN, spanCount: 0, settled: false });
      expect(b.event).toMatchObject({ inputs: { question: 'first', more: 1 }, metadata: { run_id: RUN } });
      expect(await fixture.session('a')).toMatchObject({ declared: false, client: null, runId: null });
      expect(await store.getRun(projectId, RUN)).toMatchObject({ sessions: 1, declared: false });
      const names = async (sessionId: string) =>
        (await fixture.eventsOf({ sessionId })).map(({ event_id, event_name }) => [event_id, event_name]);
      expect(await names('a')).toEqual([
        ['e2', 'after'],
        [PROTO, 'datapoint'],
        ['a', 'unknown'],
      ]);
      expect(await names('b')).toEqual([
        ['e1', 'datapoint'],
        ['b', 'datapoint'],
      ]);
      expect(await names('a\ufffd')).toHaveLength(2);
    });

    test('a batch of events makes judged sessions due again, and of a run that is over their siblings', async () => {
      const of = (sessionId: string) => sessionEvent(sessionId, { metadata: { run_id: RUN } });
      const { store, projectId } = fixture;
      await store.putEvents(projectId, [of('a'), of('b')], null, NOW);
      await store.putRun(projectId, RUN, { status: 'completed' }, NOW);
      for (const id of ['a', 'b']) await fixture.settle(id);
      const before = await fixture.session('a');
      await store.putEvents(projectId, [{ ...of('a'), event_id: 'e1', event_type: 'tool' }], null, LATER);
      expect(await fixture.session('a')).toMatchObject({ settled: false, lastReceivedAt: LATER });
      expect((await fixture.session('a')).revision).toBeGreaterThan(before.revision);
      expect((await fixture.session('b')).settled).toBe(true);
      await store.putEvents(projectId, [of('c'), of('d')], null, LATER);
      expect((await fixture.session('b')).settled).toBe(false);
    });

    test('more events than a statement takes are kept at once', async () => {
      const events = Array.from({ length: 1500 }, (_, i) => ({
        ...sessionEvent(`s-${i % 7}`, { start_time: i }),
        event_id: `e-${i}`,
        event_type: 'model' as const,
      }));
      await fixture.store.putEvents(fixture.projectId, events, null, NOW);
      const kept = (await fixture.eventsOf({})).filter(({ event_type }) => event_type === 'model');
      expect(new Set(kept.map(({ event_id }) => event_id)).size).toBe(1500);
    });

    test('events are found by run', async () => {
      await fixture.append(
        appendSpan({ keys: { run_id: own(RUN) } }),
        appendSpan({ sessionId: 'other', spanId: spanId(1) }, {}, 1),
      );
      expect((await fixture.eventsOf({ runId: RUN })).map(({ session_id }) => session_id)).toEqual([
        'session-1',
        'session-1',
      ]);
      expect(await fixture.eventsOf({ runId: 'unknown' })).toEqual([]);
      expect((await fixture.eventsOf({})).length).toBe(4);
    });

    test('what the spans name files a session only until its record or an audit says better', async () => {
      await fixture.append(
        appendSpan({ keys: { run_id: own('b') } }),
        appendSpan({ spanId: spanId(1), keys: { run_id: own('a') } }),
      );
      expect((await fixture.session()).runId).toBe('a');
      await fixture.store.saveAudit(
        fixture.projectId,
        'session-1',
        outcomeOf(await fixture.material(), { runId: 'c', datapointId: 'dp' }),
      );
      expect(await fixture.session()).toMatchObject({ runId: 'c', datapointId: 'dp' });
      expect(await fixture.store.getRun(fixture.projectId, 'c')).toMatchObject({ sessions: 1 });
      await fixture.append(appendSpan({ spanId: spanId(2) }));
      expect((await fixture.session()).runId).toBe('c');
      await fixture.store.putSession(
        fixture.projectId,
        sessionEvent('session-1', { metadata: { run_id: 'd' } }),
        null,
        NOW,
      );
      expect((await fixture.session()).runId).toBe('d');
    });

    test('siblings are found by a shared input, within the run', async () => {
      const put = (id: string, runId: string, question: string) =>
        fixture.store.putSession(
          fixture.projectId,
          sessionEvent(id, { inputs: { question }, metadata: { run_id: runId, datapoint_id: `dp-${id}` } }),
          null,
          NOW,
        );
      await put('s1', RUN, 'same');
      await put('s2', RUN, 'same');
      await put('s3', RUN, 'other');
      await put('s4', 'run-2', 'same');
      const find = (values: string[]) => fixture.store.siblingsByInput(fixture.projectId, RUN, 's1', values);
      expect(await find(['same', 'x'])).toEqual([{ sessionId: 's2', datapointId: 'dp-s2', inputValues: ['same'] }]);
      expect(await find([])).toEqual([]);
      expect(await find(["'; DROP TABLE Session; --"])).toEqual([]);
    });
  });
}
