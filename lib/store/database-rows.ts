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
import { bytesOf, type SqlRow } from './sql';

/** Rows of a raw connection in the shape Prisma gives them, so that one parser (rows.ts) serves both. */

type ColumnType = 'bigint' | 'boolean' | 'bytes';

/** Columns whose values are not text, double or small integer. */
const COLUMN_TYPES: ReadonlyMap<string, ColumnType> = new Map([
  ...['createdAt', 'updatedAt', 'lastReceivedAt', 'createdMicros', 'claimedUntil'].map((name) => bigint(name)),
  ...['firstStartUnixNano', 'lastEndUnixNano', 'recordUnixNano', 'startedUnixNano'].map((name) => bigint(name)),
  ...['expiresAt', 'revokedAt', 'erasedAt', 'lastViewedAt', 'lastUsedAt'].map((name) => bigint(name)),
  ...['declared', 'settled', 'ended'].map((name) => [name, 'boolean'] as const),
  ...['sessionKey', 'traceId', 'spanId', 'facts', 'body', 'events', 'subjectKey', 'tokenHash', 'contents'].map(
    (name) => [name, 'bytes'] as const,
  ),
]);

function bigint(name: string): readonly [string, ColumnType] {
  return [name, 'bigint'];
}

interface RowTypes {
  ApiKey: KeyRow;
  CatalogEntry: EntryRow;
  Delivery: DeliveryRow;
  Project: ProjectRow;
  Run: RunRow;
  Session: SessionRow;
  SessionAttribution: AttributionRow;
  SessionRecord: RecordRow;
  Snapshot: SnapshotRow;
}

/** A row of a whole table (`SELECT *`) as Prisma would give it. */
export function asRow<T extends keyof RowTypes>(table: T, raw: SqlRow): RowTypes[T] {
  const row: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(raw)) row[column] = asValue(typeOf(table, column), value);
  return row as unknown as RowTypes[T];
}

/** `key` is a session's key in one table and an attribution key's name in another; so with `id`. */
function typeOf(table: keyof RowTypes, column: string): ColumnType | undefined {
  if (table === 'Session' && column === 'key') return 'bytes';
  if (table === 'Delivery' && (column === 'id' || column === 'receivedAt')) return 'bigint';
  return COLUMN_TYPES.get(column);
}

function asValue(type: ColumnType | undefined, value: unknown): unknown {
  if (value === null) return null;
  switch (type) {
    case 'bigint':
      return BigInt(value as number | bigint);
    case 'boolean':
      return Boolean(value);
    case 'bytes':
      return bytesOf(value);
    default:
      return typeof value === 'bigint' ? Number(value) : value;
  }
}
