import { describe, expect, test } from 'vitest';
import { jsonObject } from '../../domain/json';
import { appendSpan, plainBody, SOME_DELIVERY, someBatch, spanId, traceId } from '../../testing/store-batch';
import { collect, PROTO, type StoreFixture } from './store-fixture';

export function describeEvidence(fixture: StoreFixture): void {
  describe('evidence', () => {
    test('a stored event comes back exactly, 64-bit integers and hostile keys included', async () => {
      const metadata = Object.assign(jsonObject(), { big: 9_223_372_036_854_775_807n, zero: -0, text: 'a\0\ud800' });
      metadata[PROTO] = 'only a key';
      const span = appendSpan({}, { metadata, outputs: ['bare', 1.5], error: 'boom', end_time: 0.25, duration: null });
      await fixture.append(span);
      const event = (await fixture.store.spanEvidence(fixture.projectId, 'session-1', spanId(0)))?.event;
      expect(event).toEqual(span.event);
      expect(Object.keys(event?.metadata ?? {})).toEqual(['big', 'zero', 'text', PROTO]);
      expect(Object.is(event?.metadata.zero, -0)).toBe(true);
      expect((await fixture.eventsOf({ sessionId: 'session-1' })).find((one) => one.event_type === 'chain')).toEqual(
        span.event,
      );
    });

    test.each(['', 'gzip'])('the body comes back byte by byte (content encoding "%s")', async (contentEncoding) => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i) % 251);
      const body = { bytes, contentType: 'application/x-protobuf', contentEncoding };
      const { contentType } = body;
      const delivery = { ...SOME_DELIVERY, contentType, warnings: ['w'], rejected: [{ ordinal: 3, reason: 'r' }] };
      await fixture.store.append(someBatch(fixture.projectId, [appendSpan({}, {}, 5)], { body, delivery }));
      const evidence = await fixture.store.spanEvidence(fixture.projectId, 'session-1', spanId(0), traceId(0));
      expect(evidence?.body).toEqual(body);
      expect(evidence?.ordinal).toBe(5);
      expect(evidence?.delivery).toEqual({ ...delivery, accepted: 1, duplicated: 0 });
    });

    test('a span is found by session, span and trace; anything else is null', async () => {
      await fixture.append(appendSpan(), appendSpan({ traceId: traceId(1) }, {}, 1));
      const of = async (trace?: string) =>
        (await fixture.store.spanEvidence(fixture.projectId, 'session-1', spanId(0), trace))?.facts.traceId;
      expect(await of()).toBe(traceId(0));
      expect(await of(traceId(1))).toBe(traceId(1));
      expect(await of(traceId(2))).toBeUndefined();
      expect(await of('rubbish')).toBeUndefined();
      expect(await fixture.store.spanEvidence(fixture.projectId, 'session-1', 'rubbish')).toBeNull();
      expect(await fixture.store.spanEvidence(fixture.projectId, 'unknown', spanId(0))).toBeNull();
    });

    test('sessionEvidence gives every span once, with the body it came in', async () => {
      const spans = Array.from({ length: 450 }, (_, i) => appendSpan({ spanId: spanId(i) }, {}, i));
      await fixture.store.append(someBatch(fixture.projectId, spans.slice(0, 300), { body: plainBody('first') }));
      await fixture.store.append(someBatch(fixture.projectId, spans.slice(300), { body: plainBody('second') }));
      const all = await collect(fixture.store.sessionEvidence(fixture.projectId, 'session-1'));
      expect(all.map(({ facts }) => facts.spanId)).toEqual(spans.map(({ facts }) => facts.spanId));
      expect(all.map(({ ordinal }) => ordinal)).toEqual(spans.map(({ ordinal }) => ordinal));
      expect(new TextDecoder().decode(all[0]?.body.bytes)).toBe('first');
      expect(new TextDecoder().decode(all[449]?.body.bytes)).toBe('second');
      expect(await collect(fixture.store.sessionEvidence(fixture.projectId, 'unknown'))).toEqual([]);
    });

    test('deliveries without spans are accepted', async () => {
      const delivery = { ...SOME_DELIVERY, status: 400, accepted: 0, duplicated: 0 };
      await fixture.store.recordDelivery(null, delivery, null);
      await fixture.store.recordDelivery(fixture.projectId, delivery, plainBody());
    });
  });
}
