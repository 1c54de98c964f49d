import type { Handover } from '@/lib/domain/finding';

/** The road of a key, in order. Between each two is a hand-over where it can vanish. */
export const CUSTODY_STEPS = ['set', 'stamped', 'exported', 'received', 'stored', 'returned'] as const;

export interface HandoverLook {
  /** Index of the step before the hand-over; null when the evidence does not say which. */
  readonly after: number | null;
  /** What failed there and whose it is, for people. */
  readonly words: string;
}

export const HANDOVER_LOOKS: Readonly<Record<Handover, HandoverLook>> = {
  'set-to-stamped': {
    after: 0,
    words: 'It goes wrong in the client while the span is made: look in its span processor and context.',
  },
  'stamped-to-exported': {
    after: 1,
    words: 'Stamped on the span, never exported: look at the client’s limits and filters.',
  },
  'exported-to-received': { after: 2, words: 'Exported, never received: look at the transport.' },
  'received-to-stored': { after: 3, words: 'Received, not stored as sent: look at the backend’s routing table.' },
  'stored-to-returned': { after: 4, words: 'Stored, not returned: look at the backend’s index.' },
  indistinguishable: { after: null, words: 'The evidence does not say at which hand-over it vanished.' },
};
