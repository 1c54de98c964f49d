import 'server-only';
import { toRollup } from './session-tally';
import { CANONICAL_ORDER, SPAN_COLUMNS, toSpanFacts } from './span-rows';
import type { SqlConnection } from './sql-connection';
import { readRun } from './sqlite-runs';
import { findSession, readRecord } from './sqlite-sessions';
import type { AuditMaterial } from './store';
import { storedText } from './stored-text';

const SPANS = `SELECT ${SPAN_COLUMNS} FROM Span AS span WHERE span.sessionKey = ? ORDER BY ${CANONICAL_ORDER}`;

const RELATED_SPANS = `
  SELECT other.sessionId, ${SPAN_COLUMNS}
  FROM TraceSession AS own
  JOIN TraceSession AS shared ON shared.traceId = own.traceId AND shared.sessionKey <> own.sessionKey
    AND shared.projectId = own.projectId
  JOIN Session AS other ON other.key = shared.sessionKey
  JOIN Span AS span ON span.sessionKey = shared.sessionKey AND span.traceId = shared.traceId
  WHERE own.sessionKey = ?
  ORDER BY ${CANONICAL_ORDER}, other.sessionId`;

/**
 * Everything a verdict rests on in one read transaction, which Prisma can not give through this driver without leaking
 * a connection each time.
 */
export function readAuditMaterial(database: SqlConnection, projectId: number, sessionId: string): AuditMaterial | null {
  return database.read(() => {
    const session = findSession(database, projectId, storedText(sessionId));
    if (session === null) return null;
    const rollup = toRollup(session.sessionId, session.tally, readRecord(database, session.key));
    return {
      session: rollup,
      run: rollup.runId === null ? null : readRun(database, projectId, rollup.runId),
      spans: Array.from(database.each(SPANS, [session.key]), (row) => toSpanFacts(session.sessionId, row)),
      related: Array.from(database.each(RELATED_SPANS, [session.key]), (row) =>
        toSpanFacts(String(row.sessionId), row),
      ),
      revision: session.tally.revision,
    };
  });
}
