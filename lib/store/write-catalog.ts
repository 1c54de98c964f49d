import 'server-only';
import type { CatalogEntry, CatalogKind, CatalogPatch, NewCatalogEntry } from '../domain/catalog';
import { stringifyJson } from '../domain/json-text';
import { distinctIds, idIsTaken, noSuchDataset, patchEntry } from './catalog-changes';
import { chunksOf } from './chunks-of';
import { asRow } from './database-rows';
import { toEntry } from './rows';
import { firstRow, inValues } from './sql';
import { storedText, storedTextOrNull } from './stored-text';
import type { WriteTransaction } from './write-engine';
import { projectById } from './write-projects';

/** A new entry as it crosses from the thread that made it to the one that writes. */
export interface PackedEntry extends Omit<NewCatalogEntry, 'body'> {
  readonly body: string;
}

/** What is put at the end of a dataset. */
export interface NewMembers {
  readonly datasetId: string;
  readonly datapointIds: readonly string[];
}

export function packEntry({ kind, id, name, body }: NewCatalogEntry): PackedEntry {
  return { kind, id: storedText(id), name: storedTextOrNull(name), body: stringifyJson(body) };
}

const INSERT_ENTRIES = 'INSERT INTO catalog_entry (project_id, kind, id, name, created_at, updated_at, payload)';
const ENTRY_ROW = '(?, ?, ?, ?, ?, ?, ?)';

export async function createEntries(
  tx: WriteTransaction,
  projectId: number,
  entries: readonly PackedEntry[],
  now: Date,
  members: NewMembers | undefined,
): Promise<void> {
  await projectById(tx, projectId);
  const at = now.getTime();
  for (const some of chunksOf(entries)) {
    const rows = new Array(some.length).fill(ENTRY_ROW).join(', ');
    const made = await tx.rows(
      `${INSERT_ENTRIES} VALUES ${rows} ON CONFLICT DO NOTHING RETURNING kind, id`,
      some.flatMap(({ kind, id, name, body }) => [projectId, kind, id, name, at, at, body]),
    );
    const isMade = new Set(made.map(({ kind, id }) => `${kind} ${id}`));
    // Each counts once, so that one that comes twice is found as well.
    const taken = some.find(({ kind, id }) => !isMade.delete(`${kind} ${id}`));
    if (taken !== undefined) throw idIsTaken(taken);
  }
  if (members !== undefined) await addMembers(tx, projectId, storedText(members.datasetId), members.datapointIds);
}

const OF_ENTRY = 'project_id = ? AND kind = ? AND id = ?';

/** @param id as stored, as all ids from here on. */
export async function updateEntry(
  tx: WriteTransaction,
  projectId: number,
  kind: CatalogKind,
  id: string,
  patch: CatalogPatch,
  now: Date,
): Promise<CatalogEntry | null> {
  const key = [projectId, kind, id];
  const row = await firstRow(tx, `SELECT * FROM catalog_entry WHERE ${OF_ENTRY} ${tx.forUpdate}`, key);
  if (row === undefined) return null;
  const after = patchEntry(toEntry(asRow('CatalogEntry', row)), patch, now);
  await tx.run(`UPDATE catalog_entry SET name = ?, updated_at = ?, payload = ? WHERE ${OF_ENTRY}`, [
    after.name,
    now.getTime(),
    stringifyJson(after.body),
    ...key,
  ]);
  return after;
}

/** How memberships name an entry. */
const MEMBER_COLUMNS: ReadonlyMap<CatalogKind, string> = new Map([
  ['dataset', 'dataset_id'],
  ['datapoint', 'datapoint_id'],
]);

export async function deleteEntry(
  tx: WriteTransaction,
  projectId: number,
  kind: CatalogKind,
  id: string,
): Promise<boolean> {
  // Before its memberships: who adds some to a dataset locks it, and is done now or finds it gone.
  const deleted = await tx.run(`DELETE FROM catalog_entry WHERE ${OF_ENTRY}`, [projectId, kind, id]);
  const column = MEMBER_COLUMNS.get(kind);
  if (column !== undefined)
    await tx.run(`DELETE FROM dataset_member WHERE project_id = ? AND ${column} = ?`, [projectId, id]);
  return deleted > 0;
}

const OF_DATASET = 'project_id = ? AND dataset_id = ?';

export async function setMembers(
  tx: WriteTransaction,
  projectId: number,
  datasetId: string,
  datapointIds: readonly string[],
): Promise<void> {
  await lockDataset(tx, projectId, datasetId);
  await tx.run(`DELETE FROM dataset_member WHERE ${OF_DATASET}`, [projectId, datasetId]);
  await insertMembers(tx, projectId, datasetId, distinctIds(datapointIds), 0);
}

export async function addMembers(
  tx: WriteTransaction,
  projectId: number,
  datasetId: string,
  datapointIds: readonly string[],
): Promise<void> {
  await lockDataset(tx, projectId, datasetId);
  const known = new Set<string>();
  const ids = distinctIds(datapointIds);
  for (const some of chunksOf(ids)) {
    const sql = `SELECT datapoint_id FROM dataset_member
      WHERE ${OF_DATASET} AND datapoint_id ${inValues(some.length)}`;
    for (const row of await tx.rows(sql, [projectId, datasetId, ...some])) known.add(String(row.datapointId));
  }
  const sql = `SELECT coalesce(max(position), -1) AS last FROM dataset_member WHERE ${OF_DATASET}`;
  const last = Number((await firstRow(tx, sql, [projectId, datasetId]))?.last);
  const added = ids.filter((id) => !known.has(id));
  await insertMembers(tx, projectId, datasetId, added, last + 1);
}

/** Nobody else changes its members, or deletes it, until the transaction ends. */
async function lockDataset(tx: WriteTransaction, projectId: number, datasetId: string): Promise<void> {
  const sql = `SELECT 1 AS one FROM catalog_entry WHERE ${OF_ENTRY} ${tx.forUpdate}`;
  if ((await firstRow(tx, sql, [projectId, 'dataset', datasetId])) === undefined) throw noSuchDataset(datasetId);
}

async function insertMembers(
  tx: WriteTransaction,
  projectId: number,
  datasetId: string,
  datapointIds: readonly string[],
  first: number,
): Promise<void> {
  await tx.insertRows(
    'INSERT INTO dataset_member (project_id, dataset_id, datapoint_id, position)',
    datapointIds.map((id, i) => [projectId, datasetId, id, first + i]),
  );
}

export async function removeMember(
  tx: WriteTransaction,
  projectId: number,
  datasetId: string,
  datapointId: string,
): Promise<boolean> {
  const sql = `DELETE FROM dataset_member WHERE ${OF_DATASET} AND datapoint_id = ?`;
  return (await tx.run(sql, [projectId, datasetId, datapointId])) > 0;
}
