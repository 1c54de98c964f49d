import { describe, expect, it } from 'vitest';
import type { Span } from '../domain/span';
import { decodeTraces } from '../otlp/decode-traces';
import { captureNames, readCapture } from '../testing/read-capture';
import { countCustody, countSpanCustody } from './count-custody';
import { judgeCustody } from './judge-custody';
import { projectOf } from './project-of';
import { routeSpan } from './route-span';
import { sessionIdOf } from './session-id-of';
import { preserve } from './tables/preserve';
import { staging } from './tables/staging';

function spansOf(capture: string): Span[] {
  return readCapture(capture)
    .filter(({ path }) => path.includes('/v1/traces'))
    .flatMap(({ body, contentType }) => decodeTraces(body, contentType.includes('json') ? 'json' : 'protobuf').spans)
    .map(({ span }) => span);
}

describe.each(captureNames())('recording %s', (capture) => {
  const spans = spansOf(capture);

  it('loses nothing under the default tables, and its counts need no ledger', () => {
    const total: Record<string, number> = {};
    for (const span of spans) {
      const stored = routeSpan(span, preserve, { ...sessionIdOf(span), project: projectOf(span) ?? 'default' });
      const ledger = judgeCustody(span, stored, preserve);
      for (const { state } of ledger.entries) total[state] = (total[state] ?? 0) + 1;
      const faults = ledger.entries.filter(({ state }) => state !== 'preserved');
      if (faults.length) console.log(faults.map((f) => `${f.key}: ${f.state} ${f.reason}`));
      expect(ledger.added).toEqual([]);
      expect(countSpanCustody(span, stored, preserve)).toEqual(countCustody(ledger));
    }
    console.log(capture, spans.length, total);
  });
});
