import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { z } from 'zod';
import { accessKeyCreateSchema } from '../lib/contracts/keys';
import { KEY_SCOPES, type StoredKey } from '../lib/domain/api-key';
import { ConfigError, type DatabaseLocation } from '../lib/env';
import { makeKey } from '../lib/services/keys/make-key';
import { openStore } from '../lib/store/open-store';
import type { Store } from '../lib/store/store';
import { visibleText } from '../lib/trace/visible-text';
import { MIGRATIONS, PACKAGE_FOLDER } from './package-folder';
import { readSettings } from './settings';

/** Flags of every command of `keys`, as typed. */
export interface KeysFlags {
  readonly db?: string;
}

export interface CreateKeyFlags extends KeysFlags {
  readonly project: string;
  readonly name: string;
  readonly scope?: string;
}

export interface ListKeysFlags extends KeysFlags {
  readonly project?: string;
  readonly json?: boolean;
}

/**
 * Makes a key and prints its text alone on standard output, so that a script can take it; what it is, on standard error.
 * @throws ConfigError when a flag or the database is no use.
 */
export async function createKey(flags: CreateKeyFlags): Promise<void> {
  const wish = readWish(flags);
  if (flags.project === '') throw new ConfigError('--project is empty.');
  await withStore(databaseOf(flags), async (store) => {
    const project = await store.ensureProject(flags.project);
    const key = await makeKey(store, project, wish, new Date());
    console.error(
      `Key ${key.id} (${visibleText(key.name)}) of the project ${visibleText(project.name)} may ${key.scopes.join(', ')}. ` +
        'It is shown only now:',
    );
    console.log(key.token);
  });
}

/** @throws ConfigError when there is no database. */
export async function listKeys(flags: ListKeysFlags): Promise<void> {
  await withStore(existing(databaseOf(flags)), async (store) => {
    const all = await store.listKeys();
    const keys = all.filter(({ project }) => flags.project === undefined || project === flags.project);
    if (flags.json) console.log(JSON.stringify(keys.map(toJson), null, 2));
    else if (keys.length > 0) console.log(tableOf(keys));
    else console.error(all.length === 0 ? 'There are no keys: a server on this machine lets everybody in.' : 'None.');
  });
}

/** @throws ConfigError for an id that no key has, or one that was revoked before. */
export async function revokeKey(id: string, flags: KeysFlags): Promise<void> {
  await withStore(existing(databaseOf(flags)), async (store) => {
    const key = (await store.listKeys()).find((known) => known.id === id);
    if (key === undefined) throw new ConfigError(`There is no key ${visibleText(id)}; see baggage-claim keys list.`);
    if (!(await store.revokeKey(key.projectId, id, new Date())))
      throw new ConfigError(`The key ${id} was revoked before.`);
    console.error(`The key ${id} (${visibleText(key.name)}) of the project ${visibleText(key.project)} is revoked.`);
  });
}

function readWish({ name, scope }: CreateKeyFlags): z.output<typeof accessKeyCreateSchema> {
  const scopes = scope?.split(',').map((part) => part.trim());
  const wish = accessKeyCreateSchema.safeParse({ name, scopes });
  if (wish.success) return wish.data;
  const isName = wish.error.issues[0]?.path[0] === 'name';
  throw new ConfigError(
    isName ? '--name takes 1 to 100 characters.' : `--scope takes some of ${KEY_SCOPES.join(',')}, not ${scope}.`,
  );
}

function databaseOf({ db }: KeysFlags): DatabaseLocation {
  return readSettings({ ...(db === undefined ? {} : { db }) }, process.env, resolve('.env')).database;
}

/** A file that is not there is mostly a wrong path: only making the first key makes it. */
function existing(database: DatabaseLocation): DatabaseLocation {
  if (database.engine === 'postgresql' || existsSync(database.file)) return database;
  throw new ConfigError(`There is no database ${resolve(database.file)}; name it with --db or DATABASE_URL.`);
}

async function withStore(database: DatabaseLocation, use: (store: Store) => Promise<void>): Promise<void> {
  const migrationsDir = resolve(PACKAGE_FOLDER, MIGRATIONS[database.engine]);
  const store = await openStore({ database, migrationsDir });
  try {
    await use(store);
  } finally {
    await store.close();
  }
}

const HEADER = ['ID', 'PROJECT', 'NAME', 'KEY', 'SCOPES', 'CREATED', 'LAST USED', 'STATE'];

/** Columns as wide as their widest cell. */
function tableOf(keys: readonly StoredKey[]): string {
  const rows = [HEADER, ...keys.map(rowOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rowOf({ id, project, name, hint, scopes, createdAt, lastUsedAt, revokedAt }: StoredKey): readonly string[] {
  const state = revokedAt === null ? 'works' : `revoked ${minute(revokedAt)}`;
  const used = lastUsedAt === null ? 'never' : minute(lastUsedAt);
  return [id, visibleText(project), visibleText(name), `${hint}…`, scopes.join(','), minute(createdAt), used, state];
}

function minute(time: Date): string {
  return `${time.toISOString().slice(0, 16)}Z`;
}

function toJson({ tokenHash, projectId, ...told }: StoredKey): object {
  return told;
}
