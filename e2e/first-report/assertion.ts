import type { JsonValue } from '../../lib/domain/json';
import type { CustodyState } from '../../lib/domain/states';
import { sameValue } from '../../lib/routing/compare-values';
import type { StoredEvent } from './backend-verification';

/** Why an assertion fails where the routing table is `staging`: what the ledger must say. */
export interface Loss {
  readonly key: string;
  readonly state: CustodyState;
  /** The entry of `staging` that sent the key elsewhere. */
  readonly staging: string;
  /** The entry of the contract that wants it where the test looks. */
  readonly preserve: string;
}

/** One assertion of an upstream test. */
export interface Assertion {
  readonly text: string;
  readonly holds: (event: StoredEvent) => boolean;
  /** null where it holds under `staging`, too. */
  readonly lostTo: Loss | null;
}

export function asserts(text: string, holds: (event: StoredEvent) => boolean): Assertion {
  return { text, holds, lostTo: null };
}

/** `metadata.get(key) == value`; the keys of metadata may contain dots. */
export function inMetadata(key: string, value: JsonValue, lostTo: Omit<Loss, 'key'> | null = null): Assertion {
  return {
    text: `metadata[${JSON.stringify(key)}]`,
    holds: ({ metadata }) => Object.hasOwn(metadata, key) && sameValue(metadata[key] ?? null, value),
    lostTo: lostTo && { key, ...lostTo },
  };
}

/** The keys that every span of the client carries and that the first report misses, with their twins beside them. */
export const CONTEXT_LOST = {
  session: lost('honeyhive.session_id', 'session_id'),
  project: lost('honeyhive.project', 'metadata.traceloop.association.properties.project'),
  source: lost('honeyhive.source', 'metadata.traceloop.association.properties.source'),
} as const;

function lost(key: string, place: string): Omit<Loss, 'key'> {
  return { state: 'lost', staging: `${key} → ${place}`, preserve: `${key} → metadata.${key}` };
}

/** Which assertions hold, by their text. */
export function outcomesOf(assertions: readonly Assertion[], event: StoredEvent): Readonly<Record<string, boolean>> {
  return Object.fromEntries(assertions.map(({ text, holds }) => [text, holds(event)]));
}

/** Which should: all, but under `staging` those that lose their key. */
export function expectedOutcomes(assertions: readonly Assertion[], table: string): Readonly<Record<string, boolean>> {
  return Object.fromEntries(assertions.map(({ text, lostTo }) => [text, table !== 'staging' || lostTo === null]));
}
