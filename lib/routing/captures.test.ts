import { describe, expect, it } from 'vitest';
import type { Span } from '../domain/span';
import { type CustodyCounts, type CustodyState, noCustodyCounts } from '../domain/states';
import { decodeTraces } from '../otlp/decode-traces';
import { captureNames, readCapture } from '../testing/read-capture';
import { countCustody, countSpanCustody } from './count-custody';
import { judgeCustody } from './judge-custody';
import { projectOf } from './project-of';
import { routeSpan } from './route-span';
import { sessionIdOf } from './session-id-of';
import type { RoutingTable } from './table';
import { preserve } from './tables/preserve';
import { staging } from './tables/staging';

function spansOf(capture: string): readonly Span[] {
  return readCapture(capture)
    .filter(({ path }) => path.includes('/v1/traces'))
    .flatMap(({ body, contentType }) => decodeTraces(body, contentType.includes('json') ? 'json' : 'protobuf').spans)
    .map(({ span }) => span);
}

function store(span: Span, table: RoutingTable) {
  return routeSpan(span, table, { sessionId: sessionIdOf(span).sessionId, project: projectOf(span) ?? 'default' });
}

function sumCustody(spans: readonly Span[], table: RoutingTable): CustodyCounts {
  const sum = noCustodyCounts();
  for (const span of spans) {
    for (const { state } of judgeCustody(span, store(span, table), preserve).entries) sum[state]++;
  }
  return sum;
}

describe.each(captureNames())('recording %s', (capture) => {
  const spans = spansOf(capture);

  it('keeps every sent key where the default contract wants it, and adds nothing', () => {
    const sent = spans.reduce((sum, { attributes }) => sum + attributes.length, 0);
    expect(sumCustody(spans, preserve)).toEqual({ ...noCustodyCounts(), preserved: sent });
    for (const span of spans) expect(judgeCustody(span, store(span, preserve), preserve).added).toEqual([]);
  });

  it.each([preserve, staging])('gives the same counts with and without a ledger: $name', (table) => {
    for (const span of spans) {
      const stored = store(span, table);
      const { counts } = countSpanCustody(span, stored, preserve);
      expect(counts).toEqual(countCustody(judgeCustody(span, stored, preserve)));
    }
  });
});

/** What the first report says about a key on staging, read without any routing table. */
function reportedState(key: string): CustodyState {
  if (key === 'honeyhive_error') return 'partial';
  if (/^honeyhive\.(session_id|project|source)$/.test(key)) return 'lost';
  return /^honeyhive\.(inputs|outputs|config|metadata)\./.test(key) ? 'moved' : 'preserved';
}

it.each(captureNames())('%s on a staging backend fails exactly as the first report says', (capture) => {
  const spans = spansOf(capture);
  const reported = noCustodyCounts();
  for (const { attributes } of spans) for (const { key } of attributes) reported[reportedState(key)]++;
  expect(sumCustody(spans, staging)).toEqual(reported);
});
