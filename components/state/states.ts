import type { AttributionCountsDto, CustodyCountsDto } from '@/lib/contracts/common';
import type { AttributionState, CustodyState } from '@/lib/domain/states';

/** How a state is named, explained and drawn; the same everywhere. */
export interface StateLook {
  readonly name: string;
  /** One line a newcomer understands. */
  readonly meaning: string;
  /** One character for plain text, such as copied outlines. The drawn shape is in state-glyph.tsx. */
  readonly glyph: string;
  /** Class that colours text and glyph: at least 4.5:1 on every surface of both themes. */
  readonly textClass: string;
  /** Class that fills a bar segment. */
  readonly fillClass: string;
}

/** In the order people want to read them: right, wrong, undecided, irrelevant. */
export const ATTRIBUTION_LOOKS: Readonly<Record<AttributionState, StateLook>> = {
  present: {
    name: 'present',
    meaning: 'The span carries the key, and its value is the right one.',
    glyph: '·',
    textClass: 'text-state-present',
    fillClass: 'fill-state-present',
  },
  missing: {
    name: 'missing',
    meaning: 'The span should carry the key and does not.',
    glyph: '◇',
    textClass: 'text-state-missing',
    fillClass: 'fill-state-missing',
  },
  conflicting: {
    name: 'conflicting',
    meaning: 'The span carries a value, but not the right one.',
    glyph: '⧫',
    textClass: 'text-state-conflicting',
    fillClass: 'fill-state-conflicting',
  },
  malformed: {
    name: 'malformed',
    meaning: 'What the span carries is no id: empty, "None", an unfilled template.',
    glyph: '▧',
    textClass: 'text-state-malformed',
    fillClass: 'fill-state-malformed',
  },
  unattributable: {
    name: 'unattributable',
    meaning: 'The key is absent, and nothing says which value it should have.',
    glyph: '?',
    textClass: 'text-state-unattributable',
    fillClass: 'fill-state-unattributable',
  },
  pending: {
    name: 'pending',
    meaning: 'Not judged yet: spans of this session may still arrive.',
    glyph: '◷',
    textClass: 'text-state-pending',
    fillClass: 'fill-state-pending',
  },
  'not-applicable': {
    name: 'not applicable',
    meaning: 'The span belongs to no run, so nobody expects the key.',
    glyph: '–',
    textClass: 'text-ink-muted',
    fillClass: 'fill-line-strong',
  },
};

export const CUSTODY_LOOKS: Readonly<Record<CustodyState, StateLook>> = {
  preserved: {
    name: 'preserved',
    meaning: 'Stored where the contract wants it, unchanged.',
    glyph: '✓',
    textClass: 'text-state-present',
    fillClass: 'fill-state-present',
  },
  partial: {
    name: 'partial',
    meaning: 'Stored in some of the places the contract wants, not in all.',
    glyph: '◐',
    textClass: 'text-state-partial',
    fillClass: 'fill-state-partial',
  },
  moved: {
    name: 'moved',
    meaning: 'Stored unchanged in another field than the contract wants.',
    glyph: '↳',
    textClass: 'text-state-moved',
    fillClass: 'fill-state-moved',
  },
  renamed: {
    name: 'renamed',
    meaning: 'Stored unchanged under another name.',
    glyph: '⇢',
    textClass: 'text-state-moved',
    fillClass: 'fill-state-moved',
  },
  retyped: {
    name: 'retyped',
    meaning: 'Stored with the same text but another type.',
    glyph: 'T',
    textClass: 'text-state-malformed',
    fillClass: 'fill-state-malformed',
  },
  truncated: {
    name: 'truncated',
    meaning: 'Stored cut short.',
    glyph: '✂',
    textClass: 'text-state-malformed',
    fillClass: 'fill-state-malformed',
  },
  changed: {
    name: 'changed',
    meaning: 'Stored with another value.',
    glyph: '≠',
    textClass: 'text-state-conflicting',
    fillClass: 'fill-state-conflicting',
  },
  collided: {
    name: 'collided',
    meaning: 'Two sent keys went to one place; only one of them survived.',
    glyph: '⪫',
    textClass: 'text-state-conflicting',
    fillClass: 'fill-state-conflicting',
  },
  lost: {
    name: 'lost',
    meaning: 'Sent, answered with 200, and stored nowhere.',
    glyph: '×',
    textClass: 'text-state-missing',
    fillClass: 'fill-state-missing',
  },
};

/** The count of one state; the API spells `not-applicable` as a JSON member. */
export function attributionCount(counts: AttributionCountsDto, state: AttributionState): number {
  return state === 'not-applicable' ? counts.notApplicable : counts[state];
}

export function custodyCount(counts: CustodyCountsDto, state: CustodyState): number {
  return counts[state];
}
