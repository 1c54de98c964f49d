import 'server-only';
import type { RunMember, SessionStructure } from '../domain/structure';
import { chunksOf } from './chunks-of';
import { unpackStructure } from './packed-structure';
import { keyText, sessionKeyOf } from './session-key';
import { bytesOf, placeholders, type SqlRow, type SqlSession } from './sql';
import { storedText } from './stored-text';

const RUN_MEMBERS = `SELECT session.session_id, session.datapoint_id, kept.input_hash, session.span_count,
    session.settled, session.revision, session.contract
  FROM session LEFT JOIN session_structure AS kept ON kept.session_key = session.key
  WHERE session.project_id = ? AND session.run_id = ?
  ORDER BY CASE WHEN session.datapoint_id IS NULL THEN 1 ELSE 0 END, session.datapoint_id, session.session_id`;

export async function readRunMembers(db: SqlSession, projectId: number, runId: string): Promise<readonly RunMember[]> {
  return (await db.rows(RUN_MEMBERS, [projectId, storedText(runId)])).map(toMember);
}

function toMember(row: SqlRow): RunMember {
  return {
    sessionId: String(row.sessionId),
    datapointId: row.datapointId === null ? null : String(row.datapointId),
    inputHash: row.inputHash === null ? null : String(row.inputHash),
    spanCount: Number(row.spanCount),
    settled: Boolean(row.settled),
    revision: Number(row.revision),
    contract: String(row.contract),
  };
}

/** By session id as asked. */
export async function readStructures(
  db: SqlSession,
  projectId: number,
  sessionIds: readonly string[],
): Promise<ReadonlyMap<string, SessionStructure>> {
  const keyOfId = new Map(sessionIds.map((id) => [id, sessionKeyOf(projectId, storedText(id))]));
  const packed = new Map<string, Uint8Array>();
  for (const keys of chunksOf([...keyOfId.values()])) {
    const sql = `SELECT session_key, structure FROM session_structure WHERE session_key IN (${placeholders(keys.length)})`;
    for (const row of await db.rows(sql, keys)) packed.set(keyText(bytesOf(row.sessionKey)), bytesOf(row.structure));
  }
  const structures = new Map<string, SessionStructure>();
  for (const [id, key] of keyOfId) {
    const found = packed.get(keyText(key));
    if (found !== undefined) structures.set(id, unpackStructure(found));
  }
  return structures;
}
