import type { SpanFacts } from '../domain/span-facts';

/** More different payloads than this under one span id are not told apart any more. */
const OTHER_HASHES_MAX = 100;

/** What is known of a span when it arrives again. */
export interface KnownPayload {
  readonly payloadHash: string;
  readonly ended: boolean;
  /** Hashes of the payloads that were seen but not kept, sorted. */
  readonly otherHashes: readonly string[];
}

export interface Sighting {
  /** `repeat`: seen before; `variant`: new but not kept; `replacement`: new and kept from now on. */
  readonly kind: 'repeat' | 'variant' | 'replacement';
  readonly otherHashes: readonly string[];
}

/**
 * What another arrival of a known span means. Of different payloads the canonical one is kept: complete (ended) before
 * incomplete, then the smaller hash; so the order of arrival does not matter.
 */
export function judgeSighting(known: KnownPayload, arrived: SpanFacts): Sighting {
  if (arrived.payloadHash === known.payloadHash || known.otherHashes.includes(arrived.payloadHash)) {
    return { kind: 'repeat', otherHashes: known.otherHashes };
  }
  const kept = isBetter(arrived, known);
  const notKept = kept ? known.payloadHash : arrived.payloadHash;
  const otherHashes = [...known.otherHashes, notKept].sort().slice(0, OTHER_HASHES_MAX);
  return { kind: kept ? 'replacement' : 'variant', otherHashes };
}

function isBetter(arrived: SpanFacts, known: KnownPayload): boolean {
  const arrivedEnded = arrived.endUnixNano !== 0n;
  return arrivedEnded === known.ended ? arrived.payloadHash < known.payloadHash : arrivedEnded;
}
