import { Buffer } from 'node:buffer';
import type { StoredKey } from '../domain/api-key';
import type { PinnedBaseline } from '../domain/baseline';
import type { CatalogEntry, CatalogKind } from '../domain/catalog';
import type { TraceEvent } from '../domain/event';
import type { Finding } from '../domain/finding';
import type { Page } from '../domain/pages';
import type { Delivery, Project, RunRecord } from '../domain/records';
import type { EventPatch } from '../domain/session';
import type { Snapshot } from '../domain/snapshot';
import type { SpanFacts, StoredSpanFacts } from '../domain/span-facts';
import type { SessionStructure } from '../domain/structure';
import { decodeCursor, encodeCursor } from './cursor';
import type { DeliverySubject, SentBody } from './delivery-store';
import type { ListOrder } from './list-orders';
import type { SessionOwnRecord, SessionTally } from './session-tally';

/** What the memory engine keeps, and how it compares: like the database, text by code point. */

export interface MemorySpan {
  facts: SpanFacts;
  event: TraceEvent;
  patch: EventPatch | null;
  deliveryId: number;
  ordinal: number;
  sightings: number;
  otherHashes: readonly string[];
}

export interface MemorySession {
  /** Grows with every session made. */
  readonly key: number;
  readonly projectId: number;
  readonly sessionId: string;
  readonly tally: SessionTally;
  own: SessionOwnRecord;
  /** By trace and span id. */
  readonly spans: Map<string, MemorySpan>;
  /** Events made over REST, by id. */
  readonly events: Map<string, { event: TraceEvent; patch: EventPatch | null }>;
  findings: readonly Finding[];
  /** What the last audit left for comparing; null for a session that was never judged. */
  judged: { readonly structure: SessionStructure; readonly inputHash: string } | null;
  /** Unix milliseconds. */
  claimedUntil: number;
}

export interface MemoryProject {
  project: Project;
  readonly runs: Map<string, RunRecord>;
  readonly sessions: Map<string, MemorySession>;
  baselines: readonly PinnedBaseline[];
  /** By id. */
  readonly snapshots: Map<string, MemorySnapshot>;
  readonly catalog: MemoryCatalog;
}

export interface MemoryCatalog {
  /** By kind, then id. */
  readonly entries: Readonly<Record<CatalogKind, Map<string, CatalogEntry>>>;
  /** Ids of datapoints, in order, by dataset. */
  readonly members: Map<string, readonly string[]>;
}

export interface MemorySnapshot extends Snapshot {
  readonly tokenHash: Uint8Array;
  /** Empty when it was revoked or erased. */
  readonly contents: string;
  readonly sessionIds: ReadonlySet<string>;
}

/** By id; where one was erased its place stays empty. */
export type MemoryDeliveries = (MemoryDelivery | undefined)[];

export interface MemoryData {
  /** By name. */
  readonly projects: Map<string, MemoryProject>;
  readonly deliveries: MemoryDeliveries;
  /** By id. */
  readonly keys: Map<string, StoredKey>;
  lastProjectId: number;
  lastSessionKey: number;
}

export interface MemoryDelivery {
  readonly projectId: number | null;
  readonly delivery: Delivery;
  readonly body: SentBody | null;
  /** Every span it brought, known before or not. */
  readonly spans: readonly { readonly ordinal: number; readonly sessionId: string }[];
  /** What a REST write was about. */
  readonly subject: DeliverySubject | null;
}

export function toStoredFacts(session: MemorySession, span: MemorySpan): StoredSpanFacts {
  const { facts, sightings, otherHashes } = span;
  return { ...facts, sessionId: session.sessionId, sightings, variants: 1 + otherHashes.length };
}

export function storedFactsOf(session: MemorySession): StoredSpanFacts[] {
  return [...session.spans.values()].map((span) => toStoredFacts(session, span));
}

/** All sessions, oldest first. */
export function sessionsOf(projects: readonly MemoryProject[]): MemorySession[] {
  return projects.flatMap(({ sessions }) => [...sessions.values()]).sort((a, b) => a.key - b.key);
}

export function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export function compareValues(a: bigint | string, b: bigint | string): number {
  if (typeof a === 'string' || typeof b === 'string') return compareText(String(a), String(b));
  return a < b ? -1 : Number(a > b);
}

/** In canonical order: start, trace id, span id. */
export function compareSpans(a: StoredSpanFacts, b: StoredSpanFacts): number {
  return (
    compareValues(a.startUnixNano, b.startUnixNano) ||
    compareText(a.traceId, b.traceId) ||
    compareText(a.spanId, b.spanId) ||
    compareText(a.sessionId, b.sessionId)
  );
}

/** One keyset page of items that passed the filters. */
export function pageOf<T>(
  items: readonly T[],
  query: { readonly limit: number; readonly cursor?: string | undefined; readonly sort: string },
  order: ListOrder<string>,
  sortValue: (item: T) => bigint | string,
  idOf: (item: T) => string,
): Page<T> {
  const sign = order.direction === 'ASC' ? 1 : -1;
  const idSign = order.idDirection === 'ASC' ? 1 : -1;
  const compare = (value: bigint | string, id: string, other: bigint | string, otherId: string) =>
    sign * compareValues(value, other) ||
    idSign * (order.numericId ? Number(id) - Number(otherId) : compareText(id, otherId));
  const sorted = [...items].sort((a, b) => compare(sortValue(a), idOf(a), sortValue(b), idOf(b)));
  let start = 0;
  if (query.cursor !== undefined) {
    const last = decodeCursor(query.cursor, query.sort, order);
    const lastValue = order.numeric ? BigInt(last.value) : last.value;
    start = sorted.findIndex((item) => compare(sortValue(item), idOf(item), lastValue, last.id) > 0);
    if (start === -1) start = sorted.length;
  }
  const page = sorted.slice(start, start + query.limit);
  const end = page.at(-1);
  const more = sorted.length > start + query.limit && end !== undefined;
  const position = end === undefined ? undefined : { value: String(sortValue(end)), id: idOf(end) };
  return { items: page, nextCursor: more && position ? encodeCursor(query.sort, position) : null };
}

/** True when the text contains the part; ASCII letters in any case, as the database does it. */
export function contains(text: string | null | undefined, part: string): boolean {
  return text != null && foldAscii(text).includes(foldAscii(part));
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
