import 'server-only';
import type { Project } from '../domain/records';
import { asRow } from './database-rows';
import { projectIsGone, projectIsInUse } from './project-removal';
import { toProject } from './rows';
import { firstRow } from './sql';
import type { WriteTransaction } from './write-engine';
import { UNSETTLE } from './write-runs';

/** Which table new projects use and are judged by. */
const DEFAULT_TABLE = 'preserve';

/** @param name as stored. */
export async function ensureProject(tx: WriteTransaction, name: string): Promise<Project> {
  await tx.run(
    'INSERT INTO project (name, routing, contract, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING',
    [name, DEFAULT_TABLE, DEFAULT_TABLE, Date.now()],
  );
  const project = await projectNamed(tx, name);
  if (project === null) throw new Error(`Project ${name} was not kept.`);
  return project;
}

/** @param name as stored. */
export async function updateProject(
  tx: WriteTransaction,
  name: string,
  patch: { readonly routing?: string; readonly contract?: string },
): Promise<Project | null> {
  const before = await projectNamed(tx, name, tx.forUpdate);
  if (before === null) return null;
  const project = { ...before, ...patch };
  const { routing, contract, id } = project;
  await tx.run('UPDATE project SET routing = ?, contract = ? WHERE id = ?', [routing, contract, id]);
  if (contract !== before.contract) await tx.run(`${UNSETTLE} WHERE project_id = ?`, [id]);
  return project;
}

/** What a project without runs and sessions may have. Entries before members, for those who add some lock the dataset. */
const TABLES_OF_PROJECT = ['catalog_entry', 'dataset_member', 'api_key', 'pinned_baseline', 'snapshot', 'delivery'];

/** @param name as stored. */
export async function deleteProject(tx: WriteTransaction, name: string): Promise<boolean> {
  const project = await projectNamed(tx, name);
  if (project === null) return false;
  // First: whoever adds something to it locks it, and is done when this goes on, or finds it gone.
  if ((await tx.run('DELETE FROM project WHERE id = ?', [project.id])) === 0) return false;
  for (const table of ['run', 'session']) {
    const sql = `SELECT 1 AS one FROM ${table} WHERE project_id = ? LIMIT 1`;
    if ((await firstRow(tx, sql, [project.id])) !== undefined) throw projectIsInUse(name);
  }
  for (const table of TABLES_OF_PROJECT) await tx.run(`DELETE FROM ${table} WHERE project_id = ?`, [project.id]);
  return true;
}

async function projectNamed(tx: WriteTransaction, name: string, lock = ''): Promise<Project | null> {
  const row = await firstRow(tx, `SELECT * FROM project WHERE name = ? ${lock}`, [name]);
  return row === undefined ? null : toProject(asRow('Project', row));
}

/**
 * The project that something is added to; it is not deleted before the transaction ends.
 * @throws AppError `not-found` when it was deleted already.
 */
export async function projectById(tx: WriteTransaction, id: number): Promise<Project> {
  const row = await firstRow(tx, `SELECT * FROM project WHERE id = ? ${tx.forKeyShare}`, [id]);
  if (row === undefined) throw projectIsGone();
  return toProject(asRow('Project', row));
}

/** {@link projectById}, each read once. */
export function projects(tx: WriteTransaction): (id: number) => Promise<Project> {
  const known = new Map<number, Project>();
  return async (id) => {
    const project = known.get(id) ?? (await projectById(tx, id));
    known.set(id, project);
    return project;
  };
}
