import type { StoredSpanFacts } from '../domain/span-facts';
import { toSpanFacts } from './rows';
import { toRollup } from './session-tally';
import type { SqlConnection, SqlRow } from './sql-connection';
import { asRow } from './sqlite-rows';
import { readRun } from './sqlite-runs';
import { findSession, readRecord } from './sqlite-sessions';
import type { AuditMaterial } from './store';
import { storedText } from './stored-text';

/** Unsigned start, trace id, span id: two's complement puts times beyond 2^63 below zero. */
const CANONICAL_ORDER = 'span.startUnixNano < 0, span.startUnixNano, span.traceId, span.spanId';

const SPANS = `SELECT span.* FROM Span AS span WHERE span.sessionKey = ? ORDER BY ${CANONICAL_ORDER}`;

const RELATED_SPANS = `
  SELECT other.sessionId, span.*
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
export function readAuditMaterial(
  database: SqlConnection,
  projectId: number,
  sessionId: string,
): AuditMaterial | null {
  return database.read(() => {
    const session = findSession(database, projectId, storedText(sessionId));
    if (session === null) return null;
    const rollup = toRollup(session.sessionId, session.tally, readRecord(database, session.key));
    return {
      session: rollup,
      run: rollup.runId === null ? null : readRun(database, projectId, rollup.runId),
      spans: database.all(SPANS, [session.key]).map((row) => spanOf(session.sessionId, row)),
      related: database.all(RELATED_SPANS, [session.key]).map((row) => spanOf(String(row.sessionId), row)),
      revision: session.tally.revision,
    };
  });
}

function spanOf(sessionId: string, row: SqlRow): StoredSpanFacts {
  return toSpanFacts(sessionId, asRow('Span', row));
}
