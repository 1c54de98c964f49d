import type { Span } from '../lib/domain/span';
import { aSpan, aSpanId, aTraceId, attributesOf } from '../lib/testing/a-span';
import type { Traffic } from './recorded-traffic';

const SESSIONS = 3;
const SPANS = 6;
const START = 1_760_000_000_000_000_000n;

/**
 * Spans that leave it to the product which of two things counts, where the order of arrival would be the easy answer:
 * sessions whose spans name several runs and datapoints, spans sent twice, spans sent with different contents, once
 * without an end, traces that reach into another session, and parents that never come.
 */
export function contradictingTraffic(): Traffic {
  const spans = Array.from({ length: SESSIONS }, (_, session) => sessionOf(session)).flat();
  return { spans, calls: [] };
}

function sessionOf(session: number): readonly Span[] {
  const spans = Array.from({ length: SPANS }, (_, i) => spanOf(session, i));
  const [root, first, second, third] = spans as [Span, Span, Span, Span];
  return [
    ...spans,
    first,
    { ...second, endUnixNano: 0n },
    { ...third, name: 'said otherwise', attributes: idsOf(session, 'run-other', 'datapoint-other') },
    { ...root, spanId: idOf(session, 90), attributes: idsOf(session + 1, 'run-b', `datapoint-${session}`) },
    { ...third, spanId: idOf(session, 91), parentSpanId: idOf(session, 99), attributes: [] },
  ];
}

function spanOf(session: number, i: number): Span {
  const run = i % 3 === 2 ? 'run-b' : 'run-a';
  const datapoint = i % 2 === 1 ? `datapoint-${session}` : `datapoint-${session + 1}`;
  return aSpan({
    traceId: aTraceId(`e${session}`),
    spanId: idOf(session, i),
    parentSpanId: i === 0 ? null : idOf(session, Math.floor((i - 1) / 2)),
    name: `step ${i}`,
    startUnixNano: START + BigInt(i) * 1_000_000n,
    endUnixNano: START + BigInt(i + 20) * 1_000_000n,
    attributes: idsOf(session, run, datapoint),
  });
}

function idOf(session: number, i: number): Span['spanId'] {
  return aSpanId(`f${session}${String(i).padStart(2, '0')}`);
}

function idsOf(session: number, run: string, datapoint: string): Span['attributes'] {
  return attributesOf({
    'honeyhive.session_id': `contradicting-${session % SESSIONS}`,
    'honeyhive_metadata.run_id': run,
    'honeyhive_metadata.datapoint_id': datapoint,
  });
}
