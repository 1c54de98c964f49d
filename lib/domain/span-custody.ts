import { CUSTODY_STATES, type CustodyCounts, type CustodyState } from './states';

/**
 * The sent keys of a span and what became of each: names without the parts that differ from span to span
 * (`normaliseName`), sorted, each once with its worst state.
 */
export type CustodyShape = readonly (readonly [key: string, state: CustodyState])[];

/** Custody of the keys of one span. Spans whose keys fared alike share one object. */
export interface SpanCustody {
  /** Sent attributes by state: all of them. */
  readonly counts: CustodyCounts;
  /** At most {@link CUSTODY_KEYS_MAX} keys, the first by name; the others are in the counts only. */
  readonly shape: CustodyShape;
}

export const CUSTODY_KEYS_MAX = 256;

/** The later in the list is worse. */
export function worseCustody(a: CustodyState, b: CustodyState): CustodyState {
  return CUSTODY_STATES.indexOf(a) < CUSTODY_STATES.indexOf(b) ? b : a;
}
