import type { SpanFacts } from '../domain/span-facts';
import { CUSTODY_STATES, type CustodyCounts, noCustodyCounts } from '../domain/states';

export function sumCustody(spans: readonly SpanFacts[]): CustodyCounts {
  const sum = noCustodyCounts();
  for (const { custody } of spans) for (const state of CUSTODY_STATES) sum[state] += custody.counts[state];
  return sum;
}
