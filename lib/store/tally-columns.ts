import { ATTRIBUTION_STATES, type AttributionCounts, CUSTODY_STATES } from '../domain/states';
import { toInt64 } from './int64';
import { filingOf, missingCountOf, problemCountOf, type SessionTally, startedUnixNanoOf } from './session-tally';
import type { SqlValue } from './sql';

/** Columns of `session` that follow from its tally. */
export const TALLY_COLUMNS: readonly (readonly [column: string, value: (tally: SessionTally) => SqlValue])[] = [
  ['run_id', (tally) => filingOf(tally).runId],
  ['datapoint_id', (tally) => filingOf(tally).datapointId],
  ['audit_run_id', (tally) => tally.byAudit.runId],
  ['audit_datapoint_id', (tally) => tally.byAudit.datapointId],
  ['record_run_id', (tally) => tally.byRecord.runId],
  ['record_datapoint_id', (tally) => tally.byRecord.datapointId],
  ['span_run_id', (tally) => tally.bySpans.runId],
  ['span_datapoint_id', (tally) => tally.bySpans.datapointId],
  ['declared', (tally) => tally.declared],
  ['name', (tally) => tally.name],
  ['span_count', (tally) => tally.spanCount],
  ['error_count', (tally) => tally.errorCount],
  ['duplicate_count', (tally) => tally.duplicateCount],
  ['first_start_unix_nano', ({ firstStartUnixNano: first }) => (first === null ? null : toInt64(first))],
  ['last_end_unix_nano', ({ lastEndUnixNano: last }) => (last === null ? null : toInt64(last))],
  ['record_unix_nano', (tally) => tally.recordUnixNano],
  ['started_unix_nano', startedUnixNanoOf],
  ['last_received_at', (tally) => tally.lastReceivedAt],
  ...CUSTODY_STATES.map((state) => [state, (tally: SessionTally) => tally.custody[state]] as const),
  ['finding_count', (tally) => tally.findingCount],
  ['break_count', (tally) => tally.breakCount],
  ['problem_count', problemCountOf],
  ['missing_count', missingCountOf],
  ['settled', (tally) => tally.settled],
  ['contract', (tally) => tally.contract],
  ['revision', (tally) => tally.revision],
  ['client_name', (tally) => tally.client?.name ?? null],
  ['client_version', (tally) => tally.client?.version ?? null],
];

/** Columns of `session_attribution` after its key, in order of ATTRIBUTION_STATES. */
export const ATTRIBUTION_COLUMNS = ATTRIBUTION_STATES.map((state) =>
  state === 'not-applicable' ? 'not_applicable' : state,
);

export function attributionValues(counts: AttributionCounts): readonly number[] {
  return ATTRIBUTION_STATES.map((state) => counts[state]);
}
