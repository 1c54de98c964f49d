import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqlConnection } from '../lib/store/sql-connection';
import type { FaultOptions } from './fault-program';

/** An empty database for one run of a fault program. */
export interface Database {
  readonly url: string;
  /** Another empty database in the same place. */
  another(): Promise<string>;
  /** For whatever else the program has to write. */
  readonly folder: string;
  megabytes(): number | null;
  /** What the engine itself says of its file, `ok` when nothing is wrong; null where it can not be asked. */
  integrity(): string | null;
  /** Kills the database server and starts it again; null for a file. */
  readonly crash: (() => Promise<void>) | null;
  remove(): Promise<void>;
}

export async function openDatabase({ database }: Pick<FaultOptions, 'database'>): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'baggage-claim-faults-'));
  return database === 'sqlite' ? fileIn(folder) : serverBeside(folder);
}

export function fileIn(folder: string): Database {
  const file = join(folder, 'faults.db');
  let others = 0;
  return {
    url: `file:${file}`,
    another: async () => `file:${join(folder, `other-${++others}.db`)}`,
    folder,
    megabytes: () => existingBytes(file) + existingBytes(`${file}-wal`),
    integrity: () => integrityOf(file),
    crash: null,
    async remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function serverBeside(folder: string): Promise<Database> {
  // Only here: its driver is of no use to the embedded engine.
  const { startPostgres } = await import('../lib/testing/postgres-server');
  const server = await startPostgres();
  let others = 0;
  return {
    url: await server.createDatabase('faults'),
    another: () => server.createDatabase(`other_${++others}`),
    folder,
    megabytes: () => null,
    integrity: () => null,
    crash: () => server.restart('immediate'),
    async remove() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function integrityOf(file: string): string {
  let database: SqlConnection | undefined;
  try {
    database = new SqlConnection(file);
    // One row that says ok, or one for every fault: the first says enough.
    return String(Object.values(database.first('PRAGMA integrity_check', []) ?? {})[0]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    database?.close();
  }
}

function existingBytes(file: string): number {
  return existsSync(file) ? statSync(file).size / 1e6 : 0;
}
