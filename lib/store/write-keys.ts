import 'server-only';
import type { NewKey } from '../domain/api-key';
import { storedText } from './stored-text';
import type { WriteTransaction } from './write-engine';
import { projectById } from './write-projects';

export async function createKey(tx: WriteTransaction, projectId: number, key: NewKey): Promise<void> {
  await projectById(tx, projectId);
  const { id, name, hint, scopes, tokenHash, createdAt } = key;
  await tx.insertRows('INSERT INTO api_key (id, project_id, name, hint, scopes, token_hash, created_at)', [
    [id, projectId, storedText(name), hint, JSON.stringify(scopes), tokenHash, createdAt.getTime()],
  ]);
}

/** @param id as stored, as from here on. */
export async function revokeKey(tx: WriteTransaction, projectId: number, id: string, now: Date): Promise<boolean> {
  const sql = 'UPDATE api_key SET revoked_at = ? WHERE id = ? AND project_id = ? AND revoked_at IS NULL';
  return (await tx.run(sql, [now.getTime(), id, projectId])) > 0;
}

export async function noteKeyUse(tx: WriteTransaction, id: string, at: Date): Promise<void> {
  const sql = 'UPDATE api_key SET last_used_at = ? WHERE id = ? AND (last_used_at IS NULL OR last_used_at < ?)';
  await tx.run(sql, [at.getTime(), id, at.getTime()]);
}
