import 'server-only';
import type { StoredKey } from '../domain/api-key';
import { asRow } from './database-rows';
import { toKey } from './rows';
import type { SqlSession } from './sql';

/** Of every project, oldest first. */
export async function readKeys(db: SqlSession): Promise<readonly StoredKey[]> {
  const rows = await db.rows(
    `SELECT api_key.*, project.name AS project FROM api_key JOIN project ON project.id = api_key.project_id
     ORDER BY api_key.created_at, api_key.id`,
    [],
  );
  return rows.map(({ project, ...key }) => toKey(asRow('ApiKey', key), String(project)));
}
