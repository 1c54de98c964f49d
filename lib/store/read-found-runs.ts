import 'server-only';
import { asRow } from './database-rows';
import { toRun } from './rows';
import { firstRow, inValues, padded, type SqlSession, type SqlValue } from './sql';
import type { FoundRuns, FoundRunsQuery } from './store';
import { storedText } from './stored-text';

const SORT_COLUMNS: Readonly<Record<FoundRunsQuery['sort'], string>> = {
  created_at: 'created_at',
  updated_at: 'updated_at',
  name: "coalesce(name, '')",
  status: 'status',
};

export async function findRuns(db: SqlSession, projectId: number, query: FoundRunsQuery): Promise<FoundRuns> {
  const { where, values } = conditionsOf(projectId, query);
  const direction = query.descending ? 'DESC' : 'ASC';
  const rows = await db.rows(
    `SELECT * FROM run WHERE ${where}
     ORDER BY ${SORT_COLUMNS[query.sort]} ${direction}, run_id ${direction} LIMIT ? OFFSET ?`,
    [...values, query.limit, query.offset],
  );
  return {
    runs: rows.map((row) => toRun(asRow('Run', row))),
    total: await countRuns(db, where, values),
    totalUnfiltered: await countRuns(db, 'project_id = ?', [projectId]),
  };
}

async function countRuns(db: SqlSession, where: string, values: readonly SqlValue[]): Promise<number> {
  return Number((await firstRow(db, `SELECT count(*) AS count FROM run WHERE ${where}`, values))?.count);
}

function conditionsOf(projectId: number, { datasetId, name, status, runIds, from, to }: FoundRunsQuery) {
  const conditions = ['project_id = ?'];
  const values: SqlValue[] = [projectId];
  const narrow = (condition: string, ...more: readonly SqlValue[]) => {
    conditions.push(condition);
    values.push(...more);
  };
  if (datasetId !== undefined) narrow('dataset_id = ?', storedText(datasetId));
  if (name !== undefined) narrow('name = ?', storedText(name));
  if (status !== undefined) narrow('status = ?', status);
  if (from !== undefined) narrow('created_at >= ?', from.getTime());
  if (to !== undefined) narrow('created_at <= ?', to.getTime());
  if (runIds !== undefined) {
    const asked = padded(runIds.map(storedText));
    // A list of none is no SQL, and matches nothing.
    narrow(asked.length === 0 ? '1 = 0' : `run_id ${inValues(asked.length)}`, ...asked);
  }
  return { where: conditions.join(' AND '), values };
}
