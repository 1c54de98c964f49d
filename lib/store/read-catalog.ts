import 'server-only';
import type { CatalogEntry } from '../domain/catalog';
import type { CatalogQuery } from './catalog-store';
import { chunksOf } from './chunks-of';
import { asRow } from './database-rows';
import { toEntry } from './rows';
import { inValues, padded, type SqlSession, type SqlValue } from './sql';
import { storedText } from './stored-text';

const IN_ORDER_OF_DATASET = `dataset_member AS member JOIN catalog_entry AS entry
  ON entry.project_id = member.project_id AND entry.kind = 'datapoint' AND entry.id = member.datapoint_id`;

export async function readEntries(
  db: SqlSession,
  projectId: number,
  { kind, ids, name, datasetId, offset, limit }: CatalogQuery,
): Promise<readonly CatalogEntry[]> {
  if (ids?.length === 0 || (datasetId !== undefined && kind !== 'datapoint')) return [];
  const conditions = ['entry.project_id = ?', 'entry.kind = ?'];
  const values: SqlValue[] = [projectId, kind];
  if (name !== undefined) {
    conditions.push('entry.name = ?');
    values.push(storedText(name));
  }
  if (ids !== undefined) {
    const asked = padded(ids.map(storedText));
    conditions.push(`entry.id ${inValues(asked.length)}`);
    values.push(...asked);
  }
  if (datasetId !== undefined) {
    conditions.push('member.project_id = ?', 'member.dataset_id = ?');
    values.push(projectId, storedText(datasetId));
  }
  const [from, place, order] =
    datasetId === undefined
      ? ['catalog_entry AS entry', 'entry.created_at', 'entry.created_at, entry.id']
      : // Asked for by ids they are few: SQLite is kept from looking for them in the whole dataset, in order.
        [IN_ORDER_OF_DATASET, 'member.position', ids === undefined ? 'member.position' : 'member.position + 0'];
  // Found without the payloads, which would be read for nothing up to a late page.
  const rows = await db.rows(
    `SELECT entry.* FROM (
       SELECT entry.id, ${place} AS place FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ? OFFSET ?
     ) AS found
     JOIN catalog_entry AS entry ON entry.project_id = ? AND entry.kind = ? AND entry.id = found.id
     ORDER BY found.place, found.id`,
    [...values, limit, offset, projectId, kind],
  );
  return rows.map((row) => toEntry(asRow('CatalogEntry', row)));
}

type Lists = ReadonlyMap<string, readonly string[]>;

/** By dataset id as asked. */
export function readMembers(db: SqlSession, projectId: number, datasetIds: readonly string[]): Promise<Lists> {
  return readLists(db, projectId, datasetIds, (count) => {
    const asked = `project_id = ? AND dataset_id ${inValues(count)}`;
    return `SELECT dataset_id AS owner, datapoint_id AS one FROM dataset_member WHERE ${asked} ORDER BY dataset_id, position`;
  });
}

/** By datapoint id as asked. */
export function readDatasetsOf(db: SqlSession, projectId: number, datapointIds: readonly string[]): Promise<Lists> {
  return readLists(
    db,
    projectId,
    datapointIds,
    (count) => `SELECT member.datapoint_id AS owner, dataset.id AS one FROM dataset_member AS member
      JOIN catalog_entry AS dataset
        ON dataset.project_id = member.project_id AND dataset.kind = 'dataset' AND dataset.id = member.dataset_id
      WHERE member.project_id = ? AND member.datapoint_id ${inValues(count)}
      ORDER BY dataset.created_at, dataset.id`,
  );
}

/** @param select of the project and so many owners: rows of `owner` and `one`, each owner's in order. */
async function readLists(
  db: SqlSession,
  projectId: number,
  owners: readonly string[],
  select: (count: number) => string,
): Promise<Lists> {
  const lists = new Map<string, string[]>(owners.map((id) => [storedText(id), []]));
  for (const some of chunksOf([...lists.keys()])) {
    for (const { owner, one } of await db.rows(select(some.length), [projectId, ...some])) {
      lists.get(String(owner))?.push(String(one));
    }
  }
  return new Map(owners.map((id) => [id, lists.get(storedText(id)) ?? []]));
}
