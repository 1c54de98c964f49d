import { setTimeout as sleep } from 'node:timers/promises';
import { CONTENT_TYPES } from '../otlp/otlp-encoding';
import { attributesOf } from '../testing/a-span';
import { type Behaviour, casesOf } from './behaviour';
import { bodyOf, ENCODINGS, type Ids, newIds, newSpan, post } from './bodies';
import { expectEqual, expectThat, Mismatch } from './expectations';
import { expectAccepted } from './read-answer';
import { headOf, send, withConnection } from './send';
import { expectNotStored, expectStored, storedSession, storedSpan, whereVisible } from './stored';
import type { Target } from './target';

const TENTHS = Array.from({ length: 10 }, (_, tenth) => tenth / 10);

const ABORTS: Behaviour = {
  id: 'P24',
  title: 'a client that goes away leaves nothing of a partial body, and all of a whole one',
  level: 'required',
  cases: [
    ...casesOf(
      TENTHS.flatMap((share) => [true, false].map((isChunked) => ({ share, isChunked }))),
      ({ share, isChunked }) =>
        `goes away after ${share * 100} % of a body ${isChunked ? 'in chunks' : 'with a length'}`,
      async (target, { share, isChunked }) => {
        const span = newSpan();
        const body = bodyOf('protobuf', span);
        const part = body.subarray(0, Math.floor(body.length * share));
        await withConnection(target, async (connection) => {
          const length = isChunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': body.length };
          connection.write(headOf(target, { 'Content-Type': CONTENT_TYPES.protobuf, ...length }));
          if (isChunked && part.length > 0) connection.write(`${part.length.toString(16)}\r\n`);
          connection.write(part);
          await sleep(5);
        });
        expectAccepted(await post(target, 'protobuf', bodyOf('protobuf', newSpan())), 'protobuf');
        await whereVisible(target, () => expectNotStored(target, span));
      },
    ),
    {
      name: 'goes away after the whole body, and sends it again',
      run: async (target) => {
        const span = newSpan();
        const body = bodyOf('protobuf', span);
        await withConnection(target, async (connection) => {
          connection.write(headOf(target, { 'Content-Type': CONTENT_TYPES.protobuf, 'Content-Length': body.length }));
          connection.write(body);
          // Until it has gone out.
          await sleep(20);
        });
        expectAccepted(await post(target, 'protobuf', body), 'protobuf');
        const { detail } = await expectStored(target, span);
        expectEqual(detail.sightings, 2, 'times seen');
      },
    },
  ],
};

const DURABLE: Behaviour = {
  id: 'P25',
  title: 'what is acknowledged is stored',
  level: 'required',
  cases: casesOf(
    ENCODINGS.flatMap((encoding) => [1, 10].map((count) => ({ encoding, count }))),
    ({ encoding, count }) => `${count} spans in ${encoding} can be read as soon as the answer is there`,
    async (target, { encoding, count }) => {
      const spans = Array.from({ length: count }, () => newSpan());
      expectAccepted(await post(target, encoding, bodyOf(encoding, ...spans)), encoding);
      for (const span of spans) await expectStored(target, span);
    },
  ),
};

/** Spans of one trace. */
function spansOfTrace(count: number): ReturnType<typeof newSpan>[] {
  const first = newSpan();
  return [first, ...Array.from({ length: count - 1 }, () => newSpan({ traceId: first.traceId }))];
}

async function expectSightings(target: Target, spans: readonly Ids[], sightings: number): Promise<void> {
  const [{ traceId } = newIds()] = spans;
  const session = await storedSession(target, traceId);
  expectEqual(session?.spans.length, spans.length, 'spans stored of the trace');
  for (const span of session.spans) expectEqual(span.sightings, sightings, 'times seen');
}

const REPLAYS: Behaviour = {
  id: 'P26',
  title: 'what is sent again is stored once and counted; other contents are reported',
  level: 'required',
  cases: [
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `the same request five times in ${encoding}`,
      async (target, { encoding }) => {
        const spans = spansOfTrace(4);
        const body = bodyOf(encoding, ...spans);
        for (let time = 0; time < 5; time++) expectAccepted(await post(target, encoding, body), encoding);
        await expectSightings(target, spans, 5);
      },
    ),
    {
      name: 'shuffled',
      run: async (target) => {
        const spans = spansOfTrace(6);
        for (const order of [spans, spans.toReversed(), [...spans.slice(3), ...spans.slice(0, 3)]]) {
          expectAccepted(await post(target, 'protobuf', bodyOf('protobuf', ...order)), 'protobuf');
        }
        await expectSightings(target, spans, 3);
      },
    },
    {
      name: 'split differently, in both encodings',
      run: async (target) => {
        const spans = spansOfTrace(6);
        for (const size of [6, 4, 1]) {
          for (let at = 0; at < spans.length; at += size) {
            const encoding = size === 4 ? 'json' : 'protobuf';
            const body = bodyOf(encoding, ...spans.slice(at, at + size));
            expectAccepted(await post(target, encoding, body), encoding);
          }
        }
        await expectSightings(target, spans, 3);
      },
    },
    {
      name: 'with other contents',
      run: async (target) => {
        const span = newSpan();
        const other = { ...span, attributes: attributesOf({ k: 'other' }) };
        for (const version of [span, other])
          expectAccepted(await post(target, 'protobuf', bodyOf('protobuf', version)), 'protobuf');
        const session = await storedSession(target, span.traceId);
        expectEqual([session?.spans.length, session?.spans[0].variants], [1, 2], 'spans and variants');
        const rules = session.findings.map((finding: { readonly rule: string }) => finding.rule);
        expectThat(rules.includes('TREE-004'), 'a finding about it', rules);
      },
    },
  ],
};

const CONCURRENT: Behaviour = {
  id: 'P28',
  title: 'many exports at once, in no particular order',
  level: 'SHOULD',
  cases: [
    ...casesOf(
      ENCODINGS.map((encoding) => ({ encoding })),
      ({ encoding }) => `64 at once in ${encoding}`,
      async (target, { encoding }) => {
        const spans = Array.from({ length: 64 }, () => newSpan());
        const answers = await Promise.all(spans.map((span) => post(target, encoding, bodyOf(encoding, span))));
        for (const answer of answers) expectAccepted(answer, encoding);
        await whereVisible(target, async () => {
          for (const span of spans) await expectStored(target, span);
        });
      },
    ),
    {
      name: 'children before their parents',
      run: async (target) => {
        const root = newSpan();
        const child = newSpan({ traceId: root.traceId, parentSpanId: root.spanId });
        for (const span of [child, root])
          expectAccepted(await post(target, 'protobuf', bodyOf('protobuf', span)), 'protobuf');
        await whereVisible(target, async () => {
          const stored = await storedSpan(target, child);
          if (stored === null) throw new Mismatch('the child is not stored');
          expectEqual(stored.detail.parentSpanId, root.spanId, 'parent');
        });
      },
    },
    {
      name: 'the same span in 16 requests at once',
      run: async (target) => {
        const span = newSpan();
        const body = bodyOf('protobuf', span);
        for (const answer of await Promise.all(Array.from({ length: 16 }, () => post(target, 'protobuf', body)))) {
          expectAccepted(answer, 'protobuf');
        }
        await expectSightings(target, [span], 16);
      },
    },
  ],
};

const USER_AGENT: Behaviour = {
  id: 'P61',
  title: 'the User-Agent of the client is kept',
  level: 'required',
  cases: casesOf(
    [
      'OTel-OTLP-Exporter-Python/1.41.1',
      'OTel OTLP Exporter Go/1.38.0',
      'OpenTelemetry Collector Contrib/0.140.0 (linux/amd64)',
      'x',
    ],
    (agent) => agent,
    async (target, agent) => {
      const span = newSpan();
      const sent = {
        body: bodyOf('protobuf', span),
        headers: { 'content-type': CONTENT_TYPES.protobuf, 'user-agent': agent },
      };
      expectAccepted(await send(target, sent), 'protobuf');
      expectEqual((await expectStored(target, span)).detail.delivery.userAgent, agent, 'user agent');
    },
  ),
};

export const DELIVERY: readonly Behaviour[] = [ABORTS, DURABLE, REPLAYS, CONCURRENT, USER_AGENT];
