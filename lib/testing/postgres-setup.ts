import type { TestProject } from 'vitest/node';
import { type PostgresServer, startPostgres } from './postgres-server';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the maintenance database of a server that every test file of the project shares. */
    readonly postgresUrl: string;
  }
}

let server: PostgresServer;

/** One server for all tests that only need its databases. A machine without PostgreSQL fails here, and says so. */
export async function setup({ provide }: TestProject): Promise<void> {
  server = await startPostgres({ fsync: false });
  provide('postgresUrl', server.url);
}

export function teardown(): Promise<void> {
  return server.stop('immediate');
}
