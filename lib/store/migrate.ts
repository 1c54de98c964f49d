import 'server-only';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../env';
import type { SqlConnection } from './sql-connection';

/** Prisma's own bookkeeping, column by column, so that `prisma migrate deploy` agrees about the same file. */
const CREATE_BOOKKEEPING = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, hex. */
  readonly checksum: string;
}

/**
 * Applies the migrations of a folder (`<name>/migration.sql`, in order of name) that the database does not have yet,
 * each in a transaction. Safe to repeat, and safe when two processes start at once.
 * @returns the names of the migrations applied now.
 * @throws ConfigError when the database was made by a newer program, or with a migration that reads differently now.
 */
export function migrate(database: SqlConnection, migrationsDir: string): readonly string[] {
  const migrations = readMigrations(migrationsDir);
  database.execute(CREATE_BOOKKEEPING);
  checkApplied(database, migrations);
  return migrations.filter((migration) => apply(database, migration)).map(({ name }) => name);
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

function checkApplied(database: SqlConnection, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  const rows = database.rows(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    [],
  );
  for (const row of rows) {
    const name = String(row.migrationName);
    const checksum = known.get(name);
    if (checksum === undefined) {
      throw new ConfigError(
        `The database is newer than this program: it has the migration ${name}. Install the newer version, or set DATABASE_URL to another file.`,
      );
    }
    if (checksum !== row.checksum) {
      throw new ConfigError(`The migration ${name} was changed after the database was made with it; restore the file.`);
    }
    if (row.finishedAt === null) {
      throw new ConfigError(`The migration ${name} was begun and not finished; restore a backup of the database.`);
    }
  }
}

/** @returns false when it is there already. */
function apply(database: SqlConnection, { name, sql, checksum }: Migration): boolean {
  return inTransaction(database, () => {
    const applied = database.first(
      'SELECT 1 AS there FROM _prisma_migrations WHERE migration_name = ? AND rolled_back_at IS NULL',
      [name],
    );
    if (applied !== undefined) return false;
    database.execute(sql);
    const now = Date.now();
    database.run(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES (?, ?, ?, ?, ?, 1)`,
      [randomUUID(), checksum, now, name, now],
    );
    return true;
  });
}

function inTransaction<T>(database: SqlConnection, work: () => T): T {
  database.execute('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.execute('COMMIT');
    return result;
  } catch (error) {
    if (database.inTransaction) database.execute('ROLLBACK');
    throw error;
  }
}
