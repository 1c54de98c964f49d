import type { AttributeType, AttributeValue } from './attributes';
import type { CustodyState } from './states';

/** One place the contract wants a sent key to be, and what is there. */
export interface LedgerDestination {
  /** Dotted path in the stored event, e.g. `metadata.honeyhive_error`, `error`. */
  readonly path: string;
  readonly found: boolean;
  /** The stored value as JSON text; null when nothing is there. */
  readonly stored: string | null;
}

/** The account of one sent key. Every sent attribute has exactly one entry. */
export interface LedgerEntry {
  readonly key: string;
  /** Position in the sent attribute list; repeated keys have an entry each. */
  readonly position: number;
  readonly type: AttributeType;
  readonly value: AttributeValue;
  readonly state: CustodyState;
  /** Where the contract wants it: all of these. */
  readonly destinations: readonly LedgerDestination[];
  /** Where it was found instead, for `moved` and `renamed`. */
  readonly foundAt: string | null;
  /** The contract entry that decided, e.g. `honeyhive_metadata.* → metadata.*`. */
  readonly rule: string;
  /** Why this state, in one sentence. */
  readonly reason: string;
}

/** The full account of one span: every sent key, and what nobody sent. */
export interface Ledger {
  /** Name of the routing table judged by. */
  readonly contract: string;
  readonly entries: readonly LedgerEntry[];
  /** Stored leaves that are the image of no sent key and that the contract does not announce. */
  readonly added: readonly { readonly path: string; readonly stored: string }[];
}
