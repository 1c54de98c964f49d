/** Attribution state of one (span, attribution key). DESIGN.md section 1; `not-applicable` accuses nobody. */
export const ATTRIBUTION_STATES = [
  'present',
  'missing',
  'conflicting',
  'malformed',
  'unattributable',
  'pending',
  'not-applicable',
] as const;
export type AttributionState = (typeof ATTRIBUTION_STATES)[number];

/** Why a present value is not the right one (audit-semantics 2.4). */
export const CONFLICT_KINDS = [
  'crossed',
  'stale',
  'foreign-run',
  'mixed-identity',
  'self-conflict',
  'redefinition-not-allowed',
  'unknown-value',
] as const;
export type ConflictKind = (typeof CONFLICT_KINDS)[number];

/**
 * Custody state of one (span, sent key) judged against the contract, best first: the position is the rank used for
 * "the worst state of a span".
 */
export const CUSTODY_STATES = [
  'preserved',
  'partial',
  'moved',
  'renamed',
  'retyped',
  'truncated',
  'changed',
  'collided',
  'lost',
] as const;
export type CustodyState = (typeof CUSTODY_STATES)[number];

export type AttributionCounts = Record<AttributionState, number>;
export type CustodyCounts = Record<CustodyState, number>;

export function noAttributionCounts(): AttributionCounts {
  return {
    present: 0,
    missing: 0,
    conflicting: 0,
    malformed: 0,
    unattributable: 0,
    pending: 0,
    'not-applicable': 0,
  };
}

export function noCustodyCounts(): CustodyCounts {
  return {
    preserved: 0,
    partial: 0,
    moved: 0,
    renamed: 0,
    retyped: 0,
    truncated: 0,
    changed: 0,
    collided: 0,
    lost: 0,
  };
}

/** The worst custody state that occurs, or null when nothing was judged. */
export function worstCustody(counts: CustodyCounts): CustodyState | null {
  return CUSTODY_STATES.findLast((state) => counts[state] > 0) ?? null;
}
