import 'server-only';
import type pg from 'pg';
import type { Migratable, MigrationSession } from './migrate';
import { PostgresConnection } from './postgres-connection';

/** Prisma's command line takes the same lock. */
const MIGRATION_LOCK = 72_707_369;

const CREATE_BOOKKEEPING = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/** A server's database as migrations see it. */
export class PostgresMigratable implements Migratable {
  readonly createBookkeeping = CREATE_BOOKKEEPING;
  readonly timestamp = 'to_timestamp(?::double precision / 1000)';
  readonly #client: pg.ClientBase;

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /** The lock is the transaction's and not the session's, so that it works through a connection pooler. */
  async exclusively<T>(work: (db: MigrationSession) => Promise<T>): Promise<T> {
    const connection = new PostgresConnection(this.#client);
    await connection.execute('BEGIN');
    try {
      await connection.execute(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      const result = await work(connection);
      await connection.execute('COMMIT');
      return result;
    } catch (error) {
      await connection.execute('ROLLBACK');
      throw error;
    }
  }
}
