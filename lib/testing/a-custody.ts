import type { CustodyShape, SpanCustody } from '../domain/span-custody';
import { type CustodyCounts, noCustodyCounts } from '../domain/states';

/** Custody of a span: nothing sent, unless the test says so. */
export function aCustody(counts: Partial<CustodyCounts> = {}, shape: CustodyShape = []): SpanCustody {
  return { counts: { ...noCustodyCounts(), ...counts }, shape };
}
