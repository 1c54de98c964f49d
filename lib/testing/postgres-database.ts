import { Client } from 'pg';
import { inject } from 'vitest';
import type { DatabaseLocation } from '../env';

let databases = 0;

export type PostgresDatabase = Extract<DatabaseLocation, { readonly engine: 'postgresql' }>;

/**
 * An empty database on the server that the tests share, with the order of English and not of bytes, as most have: a query
 * that forgot to say its order fails.
 */
export async function newDatabase(): Promise<PostgresDatabase> {
  const url = new URL(inject('postgresUrl'));
  const name = `test-${process.pid}-${databases++}`;
  await runSql(url.href, `CREATE DATABASE "${name}" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'`);
  url.pathname = `/${name}`;
  return { engine: 'postgresql', url: url.href, connections: 4 };
}

/** Makes a database empty again, which is faster than to make another. */
export async function emptyDatabase({ url }: PostgresDatabase): Promise<void> {
  await runSql(url, EMPTY);
}

const EMPTY = `DO $$ BEGIN
  EXECUTE coalesce((SELECT 'TRUNCATE ' || string_agg(format('%I', tablename), ', ') || ' RESTART IDENTITY' FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'), 'SELECT 1');
END $$`;

export async function runSql(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
