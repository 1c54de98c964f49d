import { KEY_SCOPES, type StoredKey } from '../domain/api-key';
import type { CatalogEntry, CatalogKind } from '../domain/catalog';
import { EVENT_TYPES, type TraceEvent } from '../domain/event';
import type { Finding } from '../domain/finding';
import { isJsonObject, type JsonObject, type JsonValue, jsonObject } from '../domain/json';
import { parseJson, stringifyJson } from '../domain/json-text';
import { type Client, type Delivery, type Project, RUN_STATUSES, type RunRecord } from '../domain/records';
import type { EventPatch } from '../domain/session';
import type { Snapshot } from '../domain/snapshot';
import { type AttributionCounts, CUSTODY_STATES, type CustodyCounts, noCustodyCounts } from '../domain/states';
import type {
  SessionAttribution as AttributionRow,
  Delivery as DeliveryRow,
  CatalogEntry as EntryRow,
  ApiKey as KeyRow,
  Project as ProjectRow,
  SessionRecord as RecordRow,
  Run as RunRow,
  Session as SessionRow,
  Snapshot as SnapshotRow,
} from './generated/client';
import { fromInt64 } from './int64';
import type { SessionOwnRecord, SessionTally } from './session-tally';

/** Database rows as domain values. Each JSON column has its one parser here. */

export function toProject(row: ProjectRow): Project {
  const { id, name, routing, contract } = row;
  return { id, name, routing, contract, createdAt: new Date(Number(row.createdAt)) };
}

export function toClient(row: { clientName: string | null; clientVersion: string | null }): Client | null {
  return row.clientName === null ? null : { name: row.clientName, version: row.clientVersion ?? '' };
}

export function toRun(row: RunRow): RunRecord {
  return {
    runId: row.runId,
    name: row.name,
    description: row.description,
    status: RUN_STATUSES.find((status) => status === row.status) ?? 'pending',
    datasetId: row.datasetId,
    eventIds: parseTexts(row.eventIds),
    datapointIds: parseTexts(row.datapointIds),
    metadata: parseObject(row.metadata),
    results: parseObject(row.results),
    configuration: parseObject(row.configuration),
    declared: row.declared,
    client: toClient(row),
    createdAt: new Date(Number(row.createdAt)),
    updatedAt: new Date(Number(row.updatedAt)),
  };
}

export function toTally(row: SessionRow, attributionRows: readonly AttributionRow[]): SessionTally {
  return {
    declared: row.declared,
    name: row.name,
    byAudit: { runId: row.auditRunId, datapointId: row.auditDatapointId },
    byRecord: { runId: row.recordRunId, datapointId: row.recordDatapointId },
    bySpans: { runId: row.spanRunId, datapointId: row.spanDatapointId },
    spanCount: row.spanCount,
    errorCount: row.errorCount,
    duplicateCount: row.duplicateCount,
    firstStartUnixNano: row.firstStartUnixNano === null ? null : fromInt64(row.firstStartUnixNano),
    lastEndUnixNano: row.lastEndUnixNano === null ? null : fromInt64(row.lastEndUnixNano),
    recordUnixNano: row.recordUnixNano,
    lastReceivedAt: Number(row.lastReceivedAt),
    attribution: new Map(attributionRows.map((counts) => [counts.key, toAttributionCounts(counts)])),
    custody: toCustodyCounts(row),
    findingCount: row.findingCount,
    breakCount: row.breakCount,
    settled: row.settled,
    contract: row.contract,
    revision: row.revision,
    client: toClient(row),
  };
}

export function toAttributionCounts(row: Omit<AttributionRow, 'sessionKey' | 'key'>): AttributionCounts {
  const { present, missing, conflicting, malformed, unattributable, pending, notApplicable } = row;
  return { present, missing, conflicting, malformed, unattributable, pending, 'not-applicable': notApplicable };
}

export function toCustodyCounts(row: CustodyCounts): CustodyCounts {
  const counts = noCustodyCounts();
  for (const state of CUSTODY_STATES) counts[state] = row[state];
  return counts;
}

export function toOwnRecord(row: RecordRow): SessionOwnRecord {
  return { record: parseEvent(row.record), patch: parsePatch(row.patch) };
}

export function toDelivery(row: Omit<DeliveryRow, 'body' | 'events'>): Delivery {
  return {
    method: row.method,
    path: row.path,
    contentType: row.contentType,
    wireBytes: row.wireBytes,
    userAgent: row.userAgent,
    client: toClient(row),
    receivedAt: new Date(Number(row.receivedAt)),
    status: row.status,
    accepted: row.accepted,
    duplicated: row.duplicated,
    rejected: JSON.parse(row.rejected) as Delivery['rejected'],
    warnings: parseTexts(row.warnings),
  };
}

export function toSnapshot(row: Omit<SnapshotRow, 'contents' | 'tokenHash'>): Snapshot {
  return {
    id: row.id,
    projectId: row.projectId,
    title: row.title,
    baseRunId: row.baseRunId,
    runId: row.runId,
    createdAt: new Date(Number(row.createdAt)),
    expiresAt: toDate(row.expiresAt),
    revokedAt: toDate(row.revokedAt),
    erasedAt: toDate(row.erasedAt),
    views: row.views,
    lastViewedAt: toDate(row.lastViewedAt),
    size: row.size,
  };
}

export function toEntry(row: EntryRow): CatalogEntry {
  return {
    kind: row.kind as CatalogKind,
    id: row.id,
    name: row.name,
    body: parseObject(row.payload),
    createdAt: new Date(Number(row.createdAt)),
    updatedAt: new Date(Number(row.updatedAt)),
  };
}

/** @param project its name */
export function toKey(row: KeyRow, project: string): StoredKey {
  const scopes = parseTexts(row.scopes);
  return {
    id: row.id,
    projectId: row.projectId,
    project,
    name: row.name,
    hint: row.hint,
    scopes: KEY_SCOPES.filter((scope) => scopes.includes(scope)),
    createdAt: new Date(Number(row.createdAt)),
    lastUsedAt: toDate(row.lastUsedAt),
    revokedAt: toDate(row.revokedAt),
    tokenHash: row.tokenHash,
  };
}

function toDate(at: bigint | null): Date | null {
  return at === null ? null : new Date(Number(at));
}

export function toFinding(payload: string): Finding {
  return JSON.parse(payload) as Finding;
}

/** A JSON list of text; other members are left out. */
export function parseTexts(text: string | null): readonly string[] {
  if (text === null) return [];
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : [];
}

export function parseObject(text: string): JsonObject {
  const value = parseJson(text);
  return isJsonObject(value) ? value : jsonObject();
}

export function eventText(event: TraceEvent): string {
  return stringifyJson({ ...event });
}

export function parseEvent(text: string): TraceEvent {
  const fields = parseObject(text);
  return {
    event_id: textOf(fields.event_id) ?? '',
    event_type: EVENT_TYPES.find((type) => type === fields.event_type) ?? 'chain',
    event_name: textOf(fields.event_name) ?? '',
    session_id: textOf(fields.session_id) ?? '',
    parent_id: textOf(fields.parent_id),
    children_ids: textsOf(fields.children_ids) ?? [],
    project: textOf(fields.project) ?? '',
    source: textOf(fields.source),
    inputs: objectOf(fields.inputs) ?? jsonObject(),
    outputs: fields.outputs ?? null,
    config: objectOf(fields.config) ?? jsonObject(),
    metadata: objectOf(fields.metadata) ?? jsonObject(),
    metrics: objectOf(fields.metrics) ?? jsonObject(),
    feedback: objectOf(fields.feedback) ?? jsonObject(),
    user_properties: objectOf(fields.user_properties) ?? jsonObject(),
    error: textOf(fields.error),
    start_time: numberOf(fields.start_time) ?? 0,
    end_time: numberOf(fields.end_time),
    duration: numberOf(fields.duration),
  };
}

export function patchText(patch: EventPatch): string {
  const fields = jsonObject();
  for (const [name, value] of Object.entries(patch)) if (value !== undefined) fields[name] = value;
  return stringifyJson(fields);
}

export function parsePatch(text: string | null): EventPatch | null {
  if (text === null) return null;
  const fields = parseObject(text);
  const patch: { -readonly [K in keyof EventPatch]: EventPatch[K] } = {};
  for (const bucket of ['inputs', 'config', 'metadata', 'metrics', 'feedback', 'user_properties'] as const) {
    const value = objectOf(fields[bucket]);
    if (value !== undefined) patch[bucket] = value;
  }
  if (fields.outputs !== undefined) patch.outputs = fields.outputs;
  if (fields.error !== undefined) patch.error = textOf(fields.error);
  const endTime = numberOf(fields.end_time);
  if (endTime !== null) patch.end_time = endTime;
  const duration = numberOf(fields.duration);
  if (duration !== null) patch.duration = duration;
  const children = textsOf(fields.children_ids);
  if (children !== undefined) patch.children_ids = children;
  return patch;
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** Event times are doubles; whole ones beyond ±2^53 are printed like any integer and come back as bigint. */
function numberOf(value: JsonValue | undefined): number | null {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' ? value : null;
}

function objectOf(value: JsonValue | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

function textsOf(value: JsonValue | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : undefined;
}
