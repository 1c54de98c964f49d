import 'server-only';
import type { Migratable, MigrationSession } from './migrate';
import type { SqlConnection } from './sql-connection';

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

/** The embedded database as migrations see it. */
export class SqliteMigratable implements Migratable {
  readonly createBookkeeping = CREATE_BOOKKEEPING;
  readonly timestamp = '?';
  readonly #connection: SqlConnection;

  constructor(connection: SqlConnection) {
    this.#connection = connection;
  }

  async exclusively<T>(work: (db: MigrationSession) => Promise<T>): Promise<T> {
    this.#connection.execute('BEGIN IMMEDIATE');
    try {
      const result = await work(this.#connection);
      this.#connection.execute('COMMIT');
      return result;
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.execute('ROLLBACK');
      throw error;
    }
  }
}
