import 'server-only';
import { CUSTODY_STATES } from '../domain/states';
import type {
  SessionAttribution as AttributionRow,
  Project as ProjectRow,
  SessionRecord as RecordRow,
  Run as RunRow,
  Session as SessionRow,
} from './generated/client';
import { toInt64 } from './int64';
import { filingOf, missingCountOf, problemCountOf, type SessionTally, startedUnixNanoOf } from './session-tally';
import type { SqlConnection, SqlRow, SqlValue } from './sql-connection';

/** Rows of the raw driver in the shape Prisma gives them, so that one parser (rows.ts) serves both. */

const BIG_COLUMNS: ReadonlySet<string> = new Set([
  'createdAt',
  'updatedAt',
  'firstStartUnixNano',
  'lastEndUnixNano',
  'recordUnixNano',
  'startedUnixNano',
  'lastReceivedAt',
]);
const BOOLEAN_COLUMNS: ReadonlySet<string> = new Set(['declared', 'settled']);

interface RowTypes {
  Project: ProjectRow;
  Run: RunRow;
  Session: SessionRow;
  SessionAttribution: AttributionRow;
  SessionRecord: RecordRow;
}

/** A row of a whole table (`SELECT *`) as Prisma would give it. */
export function asRow<T extends keyof RowTypes>(_table: T, raw: SqlRow): RowTypes[T] {
  const row: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(raw)) row[column] = asValue(column, value);
  return row as unknown as RowTypes[T];
}

function asValue(column: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  if (BOOLEAN_COLUMNS.has(column)) return value !== 0n;
  return BIG_COLUMNS.has(column) ? value : Number(value);
}

/** Columns of a session that follow from its tally. */
const TALLY_COLUMNS: readonly (readonly [column: string, value: (tally: SessionTally) => SqlValue])[] = [
  ['runId', (tally) => filingOf(tally).runId],
  ['datapointId', (tally) => filingOf(tally).datapointId],
  ['auditRunId', (tally) => tally.byAudit.runId],
  ['auditDatapointId', (tally) => tally.byAudit.datapointId],
  ['recordRunId', (tally) => tally.byRecord.runId],
  ['recordDatapointId', (tally) => tally.byRecord.datapointId],
  ['spanRunId', (tally) => tally.bySpans.runId],
  ['spanDatapointId', (tally) => tally.bySpans.datapointId],
  ['declared', (tally) => Number(tally.declared)],
  ['name', (tally) => tally.name],
  ['spanCount', (tally) => tally.spanCount],
  ['errorCount', (tally) => tally.errorCount],
  ['duplicateCount', (tally) => tally.duplicateCount],
  ['firstStartUnixNano', (tally) => (tally.firstStartUnixNano === null ? null : toInt64(tally.firstStartUnixNano))],
  ['lastEndUnixNano', (tally) => (tally.lastEndUnixNano === null ? null : toInt64(tally.lastEndUnixNano))],
  ['recordUnixNano', (tally) => tally.recordUnixNano],
  ['startedUnixNano', startedUnixNanoOf],
  ['lastReceivedAt', (tally) => tally.lastReceivedAt],
  ...CUSTODY_STATES.map((state) => [state, (tally: SessionTally) => tally.custody[state]] as const),
  ['findingCount', (tally) => tally.findingCount],
  ['breakCount', (tally) => tally.breakCount],
  ['problemCount', problemCountOf],
  ['missingCount', missingCountOf],
  ['settled', (tally) => Number(tally.settled)],
  ['contract', (tally) => tally.contract],
  ['revision', (tally) => tally.revision],
  ['clientName', (tally) => tally.client?.name ?? null],
  ['clientVersion', (tally) => tally.client?.version ?? null],
];

const UPDATE_SESSION = `UPDATE Session SET ${TALLY_COLUMNS.map(([column]) => `${column} = ?`).join(', ')} WHERE key = ?`;

export function writeTally(database: SqlConnection, key: number, tally: SessionTally): void {
  const values = TALLY_COLUMNS.map(([, value]) => value(tally));
  values.push(key);
  database.run(UPDATE_SESSION, values);
  for (const [name, counts] of tally.attribution) {
    database.run(
      `INSERT INTO SessionAttribution VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (sessionKey, key) DO UPDATE SET present = excluded.present, missing = excluded.missing,
         conflicting = excluded.conflicting, malformed = excluded.malformed, unattributable = excluded.unattributable,
         pending = excluded.pending, notApplicable = excluded.notApplicable`,
      [
        key,
        name,
        counts.present,
        counts.missing,
        counts.conflicting,
        counts.malformed,
        counts.unattributable,
        counts.pending,
        counts['not-applicable'],
      ],
    );
  }
}
