import { describe, expect, test } from 'vitest';
import {
  appendSpan,
  NOW,
  outcomeOf,
  own,
  plainBody,
  SOME_DELIVERY,
  sessionEvent,
  someBatch,
  spanId,
  traceId,
} from '../../testing/store-batch';
import { LATER, RUN, type StoreFixture, someFinding } from './store-fixture';

const KEYS = { run_id: own(RUN), datapoint_id: own('dp-1') };
const REST = { ...SOME_DELIVERY, accepted: 0, duplicated: 0 };

export function describeDeletions(fixture: StoreFixture): void {
  async function bodyOf(sessionId: string, span = spanId(0)): Promise<string> {
    const evidence = await fixture.store.spanEvidence(fixture.projectId, sessionId, span);
    return new TextDecoder().decode(evidence?.body.bytes);
  }

  describe('erasing sessions', () => {
    test('leaves nothing of them, and everything of the others', async () => {
      await fixture.append(appendSpan({ keys: KEYS }, { event_id: 'event-1' }));
      await fixture.store.putSession(fixture.projectId, sessionEvent('session-1'), null, NOW);
      const rest = { ...sessionEvent('session-1'), event_id: 'event-2', event_type: 'tool' as const };
      await fixture.store.putEvents(fixture.projectId, [rest], null, NOW);
      await fixture.store.updateEvent(fixture.projectId, 'event-1', { feedback: { rating: 5 } }, NOW);
      const findings = [someFinding('gone')];
      await fixture.store.saveAudit(
        fixture.projectId,
        'session-1',
        outcomeOf(await fixture.material(), { findings, breakCount: 1 }),
      );
      await fixture.append(appendSpan({ sessionId: 'other', traceId: traceId(5), spanId: spanId(5), keys: KEYS }));
      const other = await fixture.session('other');

      await fixture.erase('session-1');
      expect(await fixture.store.getSession(fixture.projectId, 'session-1')).toBeNull();
      expect(await fixture.store.auditMaterial(fixture.projectId, 'session-1')).toBeNull();
      expect(await fixture.store.spanEvidence(fixture.projectId, 'session-1', spanId(0))).toBeNull();
      expect(await fixture.eventsOf({ sessionId: 'session-1' })).toEqual([]);
      for (const eventId of ['event-1', 'event-2']) expect(await fixture.eventsOf({ eventId })).toEqual([]);
      expect(await fixture.store.findings(fixture.projectId, { runId: RUN }, 10)).toEqual([]);
      for (const [kind, id] of [
        ['session', 'session-1'],
        ['trace', traceId(0)],
        ['span', spanId(0)],
      ] as const) {
        expect(await fixture.store.locate(kind, id), kind).toEqual([]);
      }
      expect(await fixture.store.projectOf('session', 'session-1')).toBeNull();
      expect(await fixture.store.projectOf('event', 'event-2')).toBeNull();
      const lists = await fixture.store.listSessions(fixture.projectId, { limit: 10 });
      expect(lists.items.map(({ sessionId }) => sessionId)).toEqual(['other']);
      expect({ ...(await fixture.session('other')), revision: 0 }).toEqual({ ...other, revision: 0 });
      expect(await fixture.store.getRun(fixture.projectId, RUN)).toMatchObject({
        sessions: 1,
        spans: 1,
        findings: 0,
        breaks: 0,
        attribution: { run_id: { present: 1, pending: 0 } },
        custody: { preserved: other.custody.preserved },
      });
    });

    test('keeps a shared request for the others, without the erased events', async () => {
      const spans = ['a', 'b', 'a', 'c'].map((sessionId, i) => appendSpan({ sessionId, spanId: spanId(i) }, {}, i));
      await fixture.store.append(someBatch(fixture.projectId, spans, { body: plainBody('whole') }));
      const first = await fixture.erasure(['a'], 'without a');
      expect(first.read).toMatchObject([{ ordinals: [0, 2] }]);
      expect(new TextDecoder().decode(first.read[0]?.body?.bytes)).toBe('whole');
      expect(await fixture.store.eraseSessions(fixture.projectId, first)).toBe(true);
      expect(await bodyOf('b', spanId(1))).toBe('without a');
      expect(await bodyOf('c', spanId(3))).toBe('without a');
      const evidence = await fixture.store.spanEvidence(fixture.projectId, 'c', spanId(3));
      expect(evidence).toMatchObject({ ordinal: 3, event: spans[3]?.event, delivery: { accepted: 4 } });

      const rest = await fixture.erasure(['b', 'c']);
      expect(rest.read).toMatchObject([{ ordinals: [1, 3], body: null }]);
      expect(await fixture.store.eraseSessions(fixture.projectId, rest)).toBe(true);
    });

    test('finds the requests that brought spans again, and those for several projects', async () => {
      const both = [appendSpan(), appendSpan({ sessionId: 'other', spanId: spanId(1) }, {}, 1)];
      await fixture.append(...both);
      await fixture.append(...both);
      expect((await fixture.erasure(['session-1'])).read.map(({ ordinals }) => ordinals)).toEqual([[0], [0]]);

      const elsewhere = (await fixture.store.ensureProject('elsewhere')).id;
      const receivedAt = new Date(NOW.getTime() + 1);
      const request = { delivery: { ...SOME_DELIVERY, receivedAt }, body: plainBody('of both projects') };
      const here = appendSpan({ sessionId: 'here', spanId: spanId(2) }, {}, 0);
      const there = appendSpan({ sessionId: 'there', spanId: spanId(3) }, {}, 1);
      await fixture.store.append(someBatch(fixture.projectId, [here], request));
      await fixture.store.append(someBatch(elsewhere, [there], request));
      const erasure = await fixture.erasure(['there'], 'cut', elsewhere);
      expect(erasure.read).toHaveLength(2);
      expect(await fixture.store.eraseSessions(elsewhere, erasure)).toBe(true);
      expect(await bodyOf('here', spanId(2))).toBe('cut');
      await fixture.erase('here');
    });

    test('does nothing when a session or a shared body changed since it was read', async () => {
      const shared = ['a', 'b', 'c'].map((sessionId, i) =>
        appendSpan({ sessionId, traceId: traceId(i), spanId: spanId(i) }, {}, i),
      );
      await fixture.append(...shared);
      const stale = await fixture.erasure(['a']);
      await fixture.append(appendSpan({ sessionId: 'a', traceId: traceId(0), spanId: spanId(9) }));
      expect(await fixture.store.eraseSessions(fixture.projectId, stale)).toBe(false);
      expect((await fixture.session('a')).spanCount).toBe(2);

      const [ofA, ofB] = [await fixture.erasure(['a'], 'without a'), await fixture.erasure(['b'], 'without b')];
      expect(await fixture.store.eraseSessions(fixture.projectId, ofA)).toBe(true);
      expect(await fixture.store.eraseSessions(fixture.projectId, ofB)).toBe(false);
      expect(await bodyOf('c', spanId(2))).toBe('without a');
      await fixture.erase('b', 'c');
      expect(await fixture.store.eraseSessions(fixture.projectId, ofB)).toBe(false);
    });

    test('makes those due again that were judged together with them', async () => {
      for (const [i, sessionId] of ['gone', 'same-trace', 'same-run', 'apart'].entries()) {
        const trace = traceId(i === 1 ? 0 : i);
        const keys = i === 3 ? {} : i === 1 ? { run_id: own('run-2') } : KEYS;
        await fixture.append(appendSpan({ sessionId, traceId: trace, spanId: spanId(i), keys }));
      }
      for (const sessionId of ['gone', 'same-trace', 'same-run', 'apart']) await fixture.settle(sessionId);
      await fixture.erase('gone');
      const settled = async (id: string) => (await fixture.session(id)).settled;
      expect(await settled('same-trace')).toBe(false);
      expect(await settled('same-run')).toBe(false);
      expect(await settled('apart')).toBe(true);
      expect((await fixture.material('same-trace')).related).toEqual([]);
    });

    test('the run does not announce them any more, nor a datapoint of which they were the last', async () => {
      const announced = { eventIds: ['s-1', 's-2', 's-3'], datapointIds: ['dp-1', 'dp-2'] };
      await fixture.store.putRun(fixture.projectId, RUN, announced, NOW);
      const write = { kind: 'run', id: RUN } as const;
      await fixture.store.recordDelivery(fixture.projectId, REST, plainBody('{"event_ids":["s-1"]}'), write);
      for (const [i, sessionId] of announced.eventIds.entries()) {
        const keys = { run_id: own(RUN), datapoint_id: own(i === 2 ? 'dp-2' : 'dp-1') };
        await fixture.append(appendSpan({ sessionId, traceId: traceId(i), keys }));
      }
      await fixture.erase('s-1', 's-3');
      expect(await fixture.store.getRun(fixture.projectId, RUN)).toMatchObject({
        eventIds: ['s-2'],
        datapointIds: ['dp-1'],
        datapoints: 1,
        sessions: 1,
      });
    });

    test('whoever reads them meanwhile comes to an end', async () => {
      for (let i = 0; i < 3; i++) await fixture.append(appendSpan({ spanId: spanId(i) }));
      const evidence = fixture.store.sessionEvidence(fixture.projectId, 'session-1')[Symbol.asyncIterator]();
      const events = fixture.store.events(fixture.projectId, {})[Symbol.asyncIterator]();
      for (const reading of [evidence, events]) expect((await reading.next()).done).toBe(false);
      await fixture.erase('session-1');
      for (const reading of [evidence, events]) while (!(await reading.next()).done);
    });

    test('unknown ones are no sessions to erase; a session can come again', async () => {
      expect((await fixture.erasure(['unknown'])).sessions).toEqual([]);
      await fixture.append(appendSpan());
      await fixture.erase('session-1');
      expect(await fixture.append(appendSpan())).toEqual({ accepted: 1, duplicated: 0 });
      expect(await fixture.session()).toMatchObject({ spanCount: 1, duplicateCount: 0, declared: false });
    });
  });

  describe('erasing runs', () => {
    test('only without sessions, and then with the writes about it', async () => {
      await fixture.append(appendSpan({ keys: KEYS }));
      expect(await fixture.store.eraseRun(fixture.projectId, RUN)).toBe(false);
      expect(
        await fixture.store.eraseSessions(fixture.projectId, {
          ...(await fixture.erasure(['session-1'])),
          keepsRun: false,
        }),
      ).toBe(true);
      expect(await fixture.store.eraseRun(fixture.projectId, RUN)).toBe(true);
      expect(await fixture.store.getRun(fixture.projectId, RUN)).toBeNull();
      expect(await fixture.store.locate('run', RUN)).toEqual([]);
      expect((await fixture.store.listRuns(fixture.projectId, { limit: 10 })).items).toEqual([]);
      expect(await fixture.store.eraseRun(fixture.projectId, RUN)).toBe(true);
    });
  });

  describe('what is old', () => {
    test('runs: not the newest, and quiet', async () => {
      const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);
      for (const i of [2, 0, 1, 3]) await fixture.store.putRun(fixture.projectId, `run-${i}`, {}, at(i));
      const delivery = { ...SOME_DELIVERY, receivedAt: at(30) };
      const late = appendSpan({ keys: { run_id: own('run-0') } });
      await fixture.store.append(someBatch(fixture.projectId, [late], { delivery }));
      const expired = (keepNewest: number, quietSince: Date, limit = 10) =>
        fixture.store.expiredRuns(fixture.projectId, { keepNewest, quietSince, limit });
      expect(await expired(0, at(60))).toEqual(['run-0', 'run-1', 'run-2', 'run-3']);
      expect(await expired(0, at(60), 2)).toEqual(['run-0', 'run-1']);
      expect(await expired(2, at(60))).toEqual(['run-0', 'run-1']);
      expect(await expired(2, at(20))).toEqual(['run-1']);
      expect(await expired(0, at(2))).toEqual(['run-1']);
      expect(await expired(9, at(60))).toEqual([]);
    });

    test('sessions outside runs, the longest quiet first', async () => {
      const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);
      for (const [i, sessionId] of ['b', 'a', 'of-run'].entries()) {
        const keys = sessionId === 'of-run' ? KEYS : {};
        const delivery = { ...SOME_DELIVERY, receivedAt: at(10 - i) };
        const span = appendSpan({ sessionId, traceId: traceId(i), keys });
        await fixture.store.append(someBatch(fixture.projectId, [span], { delivery }));
      }
      await fixture.settle('a');
      const expired = async (quietSince: Date, limit = 10) =>
        (await fixture.store.expiredSessions(quietSince, limit)).map(
          ({ project, sessionId }) => `${project.name}/${sessionId}`,
        );
      expect(await expired(at(11))).toEqual(['project/a', 'project/b']);
      expect(await expired(at(11), 1)).toEqual(['project/a']);
      expect(await expired(at(10))).toEqual(['project/a']);
    });

    test('requests without spans; those with spans stay with them', async () => {
      await fixture.append(appendSpan());
      await fixture.append(appendSpan());
      for (const receivedAt of [NOW, NOW, LATER]) {
        await fixture.store.recordDelivery(null, { ...REST, receivedAt, status: 400 }, plainBody());
      }
      expect(await fixture.store.eraseDeliveries(LATER, 1)).toBe(1);
      expect(await fixture.store.eraseDeliveries(LATER, 10)).toBe(1);
      expect(await fixture.store.eraseDeliveries(LATER, 10)).toBe(0);
      expect(await bodyOf('session-1')).not.toBe('');
      await fixture.store.purge();
    });
  });
}
