import 'server-only';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../env';
import type { Awaitable, SqlSession } from './sql';

/** A database that migrations can be applied to. */
export interface Migratable {
  /** Makes Prisma's own bookkeeping, column by column, so that `prisma migrate deploy` agrees about the same database. */
  readonly createBookkeeping: string;
  /** SQL that takes Unix milliseconds for `?` and gives what a time is in the bookkeeping. */
  readonly timestamp: string;
  /** All or nothing, one process at a time: others that start at once wait here. */
  exclusively<T>(work: (db: MigrationSession) => Promise<T>): Promise<T>;
}

export interface MigrationSession extends SqlSession {
  /** Runs any number of statements without parameters. */
  execute(sql: string): Awaitable<void>;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hex. */
  readonly checksum: string;
}

/**
 * Applies the migrations of a folder (`<name>/migration.sql`, in order of name) that the database does not have yet, in
 * one transaction. Safe to repeat, and safe when several processes start at once.
 * @returns the names of the migrations applied now.
 * @throws ConfigError when the database was made by a newer program, or with a migration that reads differently now.
 */
export async function migrate(database: Migratable, migrationsDir: string): Promise<readonly string[]> {
  const migrations = readMigrations(migrationsDir);
  return database.exclusively(async (db) => {
    await db.execute(database.createBookkeeping);
    const applied = await checkApplied(db, migrations);
    const missing = migrations.filter(({ name }) => !applied.has(name));
    for (const migration of missing) await apply(db, migration, database.timestamp);
    return missing.map(({ name }) => name);
  });
}

function readMigrations(folder: string): readonly Migration[] {
  if (!existsSync(folder)) throw new ConfigError(`There are no migrations in ${folder}; reinstall the program.`);
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/** @returns the names of those the database has. */
async function checkApplied(db: SqlSession, migrations: readonly Migration[]): Promise<ReadonlySet<string>> {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const rows = await db.rows(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    [],
  );
  for (const row of rows) {
    const name = String(row.migrationName);
    const checksum = known.get(name);
    if (checksum === undefined) {
      throw new ConfigError(
        `The database is newer than this program: it has the migration ${name}. Install the newer version, or set DATABASE_URL to another database.`,
      );
    }
    if (checksum !== row.checksum) {
      throw new ConfigError(`The migration ${name} was changed after the database was made with it; restore the file.`);
    }
    if (row.finishedAt === null) {
      throw new ConfigError(`The migration ${name} was begun and not finished; restore a backup of the database.`);
    }
  }
  return new Set(rows.map((row) => String(row.migrationName)));
}

async function apply(db: MigrationSession, { name, sql, checksum }: Migration, timestamp: string): Promise<void> {
  await db.execute(sql);
  const now = Date.now();
  await db.run(
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
     VALUES (?, ?, ${timestamp}, ?, ${timestamp}, 1)`,
    [randomUUID(), checksum, now, name, now],
  );
}
