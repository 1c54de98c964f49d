import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { ConfigError, type DatabaseLocation } from '../env';
import { PrismaClient } from './generated-postgres/client';
import { migrate } from './migrate';
import { PostgresReadEngine, PostgresWriteEngine } from './postgres-engine';
import { databaseAway, isAway, type PostgresError } from './postgres-errors';
import { PostgresMigratable } from './postgres-migratable';
import { clientConfig, openPool, PostgresPool } from './postgres-pool';
import { POSTGRES_DIALECT, type PrismaDatabase } from './prisma-database';
import { StoreWriter } from './store-writer';

export type PostgresLocation = Extract<DatabaseLocation, { readonly engine: 'postgresql' }>;

/** A server may start at the same time as this program; it gets this long. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 500;

/**
 * Makes or migrates the tables and opens the database for writing.
 * @throws ConfigError, one line without the password, when the database can not be used.
 */
export async function openPostgresWriter(
  database: PostgresLocation,
  migrationsDir: string,
  patienceMs = PATIENCE_MS,
): Promise<StoreWriter> {
  const client = await connect(database, patienceMs);
  let isCluster: boolean;
  try {
    await migrate(new PostgresMigratable(client), migrationsDir);
    const { rows } = await client.query("SELECT 1 FROM pg_extension WHERE extname = 'citus'");
    isCluster = rows.length > 0;
  } catch (error) {
    throw error instanceof ConfigError ? error : refusal(database, error as Error);
  } finally {
    await client.end().catch(() => undefined);
  }
  return new StoreWriter(new PostgresWriteEngine(new PostgresPool(database.url, database.connections), isCluster));
}

export function openPostgresReading({ url }: PostgresLocation, connections: number): PostgresReadEngine {
  return new PostgresReadEngine(new PostgresPool(url, connections));
}

/** Lists are asked for through Prisma; what keeps it from the server is told as everywhere else. */
export function openPostgresPrisma({ url }: PostgresLocation, connections: number): PrismaDatabase {
  const adapter = new PrismaPg(openPool(url, connections), { disposeExternalPool: true });
  const client = new PrismaClient({ adapter }).$extends({
    query: {
      $allOperations: ({ args, query }) =>
        query(args).catch((error: Error) => {
          throw isAway(error) ? databaseAway(error) : error;
        }),
    },
  });
  // Both clients are made from one schema; a test compares them.
  return { client: client as unknown as PrismaDatabase['client'], dialect: POSTGRES_DIALECT };
}

/** A connection of its own, without limits on time: a migration of large tables takes as long as it takes. */
async function connect(database: PostgresLocation, patienceMs: number): Promise<pg.Client> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const client = new pg.Client(clientConfig(database.url));
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (!isAway(error as Error) || performance.now() > deadline) throw refusal(database, error as Error);
    }
    await sleep(RETRY_MS);
  }
}

/** Why a database can not be used, by SQLSTATE. */
const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'the server refuses this user and password',
  '28000': 'the server refuses this user',
  '3D000': 'there is no such database; make it with createdb',
  '42501': 'this user may not make tables in it',
  '25006': 'the server is a copy that can not be written',
};

function refusal({ url }: PostgresLocation, error: PostgresError): ConfigError {
  const cause = (error.cause as PostgresError | undefined) ?? error;
  const code = cause.code ?? '';
  const reason = REASONS[code] ?? (isAway(cause) ? `it can not be reached (${code || cause.message})` : cause.message);
  const { username, host, pathname } = new URL(url);
  const name = `postgresql://${username}@${host}${pathname}`;
  return new ConfigError(`${name} can not be used: ${reason.split('\n')[0]}; see DATABASE_URL.`, { cause });
}
