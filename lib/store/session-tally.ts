import { ATTRIBUTION_KEYS } from '../domain/attribution-keys';
import type { TraceEvent } from '../domain/event';
import { jsonObject } from '../domain/json';
import type { Client, SessionKeys, SessionRollup } from '../domain/records';
import type { EventPatch } from '../domain/session';
import { patchEvent, scalarLeaves, sessionKeysOf, undeclaredSessionEvent } from '../domain/session';
import { STATUS_ERROR } from '../domain/span';
import { type OwnValues, type SpanFacts, stateAtIngest } from '../domain/span-facts';
import {
  ATTRIBUTION_STATES,
  type AttributionCounts,
  CUSTODY_STATES,
  type CustodyCounts,
  noAttributionCounts,
  noCustodyCounts,
} from '../domain/states';
import { millisToUnixNano } from '../domain/time';
import { mergePatches, mergeStarts } from './event-patches';
import type { AuditOutcome } from './store';
import { storedClient, storedText, storedTextOrNull } from './stored-text';

/** The run and datapoint one source names. */
export interface Filing {
  readonly runId: string | null;
  readonly datapointId: string | null;
}

export const NOWHERE: Filing = { runId: null, datapointId: null };

/** Everything about a session that spans, records and audits change; the same in every engine. */
export interface SessionTally {
  declared: boolean;
  name: string;
  byAudit: Filing;
  byRecord: Filing;
  bySpans: Filing;
  spanCount: number;
  errorCount: number;
  duplicateCount: number;
  firstStartUnixNano: bigint | null;
  lastEndUnixNano: bigint | null;
  /** Start of the session's own record; null when it says none. */
  recordUnixNano: bigint | null;
  /** Unix milliseconds. */
  lastReceivedAt: number;
  attribution: Map<string, AttributionCounts>;
  custody: CustodyCounts;
  findingCount: number;
  breakCount: number;
  settled: boolean;
  contract: string;
  revision: number;
  client: Client | null;
}

/** The session's own event: as it was started (or made up), and what updates laid over it. */
export interface SessionOwnRecord {
  readonly record: TraceEvent;
  readonly patch: EventPatch | null;
}

export function newTally(contract: string, receivedAt: number): SessionTally {
  return {
    declared: false,
    name: 'unknown',
    byAudit: NOWHERE,
    byRecord: NOWHERE,
    bySpans: NOWHERE,
    spanCount: 0,
    errorCount: 0,
    duplicateCount: 0,
    firstStartUnixNano: null,
    lastEndUnixNano: null,
    recordUnixNano: null,
    lastReceivedAt: receivedAt,
    attribution: noAttribution(),
    custody: noCustodyCounts(),
    findingCount: 0,
    breakCount: 0,
    settled: false,
    contract,
    revision: 0,
    client: null,
  };
}

export function noAttribution(): Map<string, AttributionCounts> {
  return new Map(ATTRIBUTION_KEYS.map(({ name }) => [name, noAttributionCounts()]));
}

/** Something of the session, or of what its verdict rests on, changed. */
export function unsettle(tally: SessionTally): void {
  tally.settled = false;
  tally.revision++;
}

/** Something arrived for the session. Its client is the declared one, else the first by name of those its spans name. */
export function touch(tally: SessionTally, receivedAt: number, client: Client | null): void {
  unsettle(tally);
  tally.lastReceivedAt = Math.max(tally.lastReceivedAt, receivedAt);
  const arrived = storedClient(client);
  if (arrived === null) return;
  if (tally.client === null || (!tally.declared && isBefore(arrived, tally.client))) tally.client = arrived;
}

function isBefore(a: Client, b: Client): boolean {
  return a.name === b.name ? a.version < b.version : a.name < b.name;
}

/** Counts one stored span. */
export function countSpan(tally: SessionTally, facts: SpanFacts): void {
  addCounts(tally, facts, 1);
  widen(tally, facts.startUnixNano, facts.endUnixNano === 0n ? null : facts.endUnixNano);
}

/**
 * Takes back what a payload counted that is not kept any more.
 * @returns true when it was the first or the last of the session, so that {@link measureExtent} must be called.
 */
export function discountSpan(tally: SessionTally, facts: SpanFacts): boolean {
  addCounts(tally, facts, -1);
  return facts.startUnixNano === tally.firstStartUnixNano || facts.endUnixNano === tally.lastEndUnixNano;
}

function addCounts(tally: SessionTally, facts: SpanFacts, times: 1 | -1): void {
  tally.spanCount += times;
  if (facts.statusCode === STATUS_ERROR) tally.errorCount += times;
  for (const { name } of ATTRIBUTION_KEYS) {
    const counts = tally.attribution.get(name);
    if (counts !== undefined) counts[stateAtIngest(facts.keys[name])] += times;
  }
  for (const state of CUSTODY_STATES) tally.custody[state] += times * facts.custody.counts[state];
}

function widen(tally: SessionTally, start: bigint | null, end: bigint | null): void {
  const { firstStartUnixNano: first, lastEndUnixNano: last } = tally;
  if (start !== null && (first === null || start < first)) tally.firstStartUnixNano = start;
  if (end !== null && (last === null || end > last)) tally.lastEndUnixNano = end;
}

/** Start and end of a session, from all its kept spans. */
export function measureExtent(tally: SessionTally, spans: Iterable<SpanFacts>): void {
  tally.firstStartUnixNano = null;
  tally.lastEndUnixNano = null;
  for (const { startUnixNano, endUnixNano } of spans) {
    widen(tally, startUnixNano, endUnixNano === 0n ? null : endUnixNano);
  }
}

/** What new spans of one session add to its counters. */
export type SpanSums = Pick<
  SessionTally,
  'spanCount' | 'errorCount' | 'firstStartUnixNano' | 'lastEndUnixNano' | 'attribution' | 'custody'
>;

/** The sums over spans, none of which was counted before. */
export function sumSpans(spans: Iterable<SpanFacts>): SpanSums {
  const sums = newTally('', 0);
  for (const facts of spans) countSpan(sums, facts);
  const { spanCount, errorCount, firstStartUnixNano, lastEndUnixNano, attribution, custody } = sums;
  return { spanCount, errorCount, firstStartUnixNano, lastEndUnixNano, attribution, custody };
}

export function addSums(tally: SessionTally, sums: SpanSums): void {
  tally.spanCount += sums.spanCount;
  tally.errorCount += sums.errorCount;
  widen(tally, sums.firstStartUnixNano, sums.lastEndUnixNano);
  for (const [key, added] of sums.attribution) {
    const counts = tally.attribution.get(key);
    if (counts !== undefined) for (const state of ATTRIBUTION_STATES) counts[state] += added[state];
  }
  for (const state of CUSTODY_STATES) tally.custody[state] += sums.custody[state];
}

/** Counts all stored spans anew: after a payload was replaced by a better one. */
export function recount(tally: SessionTally, spans: Iterable<SpanFacts>): void {
  Object.assign(tally, sumSpans(spans));
}

/**
 * Files the session by what a payload of its spans names, kept or not. Until the audit decides, the smallest of several
 * values counts, so that the order of arrival does not matter.
 */
export function noteNames(tally: SessionTally, facts: SpanFacts): void {
  noteFiling(tally, namesOf(facts));
}

export function noteFiling(tally: SessionTally, names: Filing): void {
  tally.bySpans = smallerNames(tally.bySpans, names);
}

export function smallerNames(a: Filing, b: Filing): Filing {
  return { runId: smaller(a.runId, b.runId), datapointId: smaller(a.datapointId, b.datapointId) };
}

/** The run and datapoint one payload names. */
export function namesOf(facts: SpanFacts): Filing {
  return { runId: namedBy(facts, 'run_id'), datapointId: namedBy(facts, 'datapoint_id') };
}

function smaller(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function namedBy(facts: SpanFacts, key: string): string | null {
  const value = onlyValue(facts.keys[key]) ?? onlyValue(facts.ambientKeys[key]);
  return value === undefined ? null : storedText(value);
}

function onlyValue(own: OwnValues | undefined): string | undefined {
  return own?.values.length === 1 ? own.values[0] : undefined;
}

/** Every run a span names, contradicting values included. */
export function runsNamedBy(facts: SpanFacts): readonly string[] {
  return [...(facts.keys.run_id?.values ?? []), ...(facts.ambientKeys.run_id?.values ?? [])].map(storedText);
}

/** Where the session is filed now. */
export function filingOf(tally: SessionTally): Filing {
  const { byAudit, byRecord, bySpans } = tally;
  return {
    runId: byAudit.runId ?? byRecord.runId ?? bySpans.runId,
    datapointId: byAudit.datapointId ?? byRecord.datapointId ?? bySpans.datapointId,
  };
}

/** Takes over what the session's own event says now. An audit that did not know its ids no longer counts. */
export function noteRecord(tally: SessionTally, own: SessionOwnRecord): void {
  const event = eventOf(own);
  const keys = sessionKeysOf(event);
  const filing = {
    runId: storedTextOrNull(keys.run_id ?? null),
    datapointId: storedTextOrNull(keys.datapoint_id ?? null),
  };
  const { byRecord } = tally;
  if (filing.runId !== byRecord.runId || filing.datapointId !== byRecord.datapointId) tally.byAudit = NOWHERE;
  tally.byRecord = filing;
  tally.name = storedText(event.event_name);
  tally.recordUnixNano = event.start_time > 0 ? millisToUnixNano(event.start_time) : null;
}

/** The own record of a session that its spans or an update made known. */
export function undeclaredRecord(sessionId: string, project: string): SessionOwnRecord {
  return { record: undeclaredSessionEvent(sessionId, project), patch: null };
}

/** The session was started: its client is the one that did. */
export function declare(tally: SessionTally, client: Client | null): void {
  tally.declared = true;
  tally.client = storedClient(client) ?? tally.client;
}

/** The own record after a start: what updates said before or since stays on top. */
export function startRecord(before: SessionOwnRecord, declared: boolean, start: TraceEvent): SessionOwnRecord {
  return { record: declared ? mergeStarts(before.record, start) : start, patch: before.patch };
}

export function updateRecord(before: SessionOwnRecord, patch: EventPatch): SessionOwnRecord {
  return { record: before.record, patch: mergePatches(before.patch, patch) };
}

export function eventOf(own: { readonly record: TraceEvent; readonly patch: EventPatch | null }): TraceEvent {
  return own.patch === null ? own.record : patchEvent(own.record, own.patch);
}

export function inputValuesOf(own: SessionOwnRecord): readonly string[] {
  return scalarLeaves(eventOf(own).inputs);
}

/** Replaces counters, filing and verdict by an audit's. */
export function applyOutcome(tally: SessionTally, outcome: Omit<AuditOutcome, 'structure'>): void {
  tally.byAudit = {
    runId: storedTextOrNull(outcome.runId),
    datapointId: storedTextOrNull(outcome.datapointId),
  };
  tally.attribution = noAttribution();
  for (const [key, counts] of Object.entries(outcome.attribution))
    tally.attribution.set(storedText(key), { ...counts });
  tally.custody = { ...outcome.custody };
  tally.findingCount = outcome.findings.length;
  tally.breakCount = outcome.breakCount;
  tally.settled = outcome.settled;
  tally.contract = outcome.contract;
}

/** Missing spans, summed over the attribution keys. */
export function missingCountOf(tally: SessionTally): number {
  let count = 0;
  for (const counts of tally.attribution.values()) count += counts.missing;
  return count;
}

/**
 * What "worst first" sorts by: attribution that is missing or wrong, and sent keys whose value is gone or no longer
 * true. Values that are only elsewhere (moved, renamed, retyped, partial) do not count: a contract can make every span
 * have some, and they would drown the rest.
 */
export function problemCountOf(tally: SessionTally): number {
  const { truncated, changed, collided, lost } = tally.custody;
  let count = truncated + changed + collided + lost;
  for (const counts of tally.attribution.values()) {
    count += counts.missing + counts.conflicting + counts.malformed + counts.unattributable;
  }
  return count;
}

const INT64_MAX = 2n ** 63n - 1n;

/** When the session started, for sorting: its first span's start, else its record's, else 0. */
export function startedUnixNanoOf(tally: SessionTally): bigint {
  const started = tally.firstStartUnixNano ?? tally.recordUnixNano ?? 0n;
  return started > INT64_MAX ? INT64_MAX : started;
}

/** The tally and the record as the domain sees them. */
export function toRollup(sessionId: string, tally: SessionTally, own: SessionOwnRecord): SessionRollup {
  const event = eventOf(own);
  const keys: SessionKeys = sessionKeysOf(event);
  return {
    sessionId,
    event,
    declared: tally.declared,
    keys,
    ...filingOf(tally),
    spanCount: tally.spanCount,
    errorCount: tally.errorCount,
    duplicateCount: tally.duplicateCount,
    firstStartUnixNano: tally.firstStartUnixNano,
    lastEndUnixNano: tally.lastEndUnixNano,
    attribution: attributionObject(tally.attribution),
    custody: { ...tally.custody },
    findingCount: tally.findingCount,
    breakCount: tally.breakCount,
    lastReceivedAt: new Date(tally.lastReceivedAt),
    revision: tally.revision,
    settled: tally.settled,
    contract: tally.contract,
    client: tally.client,
  };
}

/** Counts by key as an object without a prototype: keys are data. */
export function attributionObject(
  attribution: ReadonlyMap<string, AttributionCounts>,
): Readonly<Record<string, AttributionCounts>> {
  const object = jsonObject() as unknown as Record<string, AttributionCounts>;
  for (const [key, counts] of attribution) object[key] = { ...counts };
  return object;
}
