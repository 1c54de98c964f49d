import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { emptyDatabase, newDatabase, type PostgresDatabase } from '../testing/postgres-database';
import { MemoryStore } from './memory-store';
import { openStore } from './open-store';
import { describeStoreContract } from './store-contract';

const folder = mkdtempSync(join(tmpdir(), 'baggage-claim-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;

describeStoreContract('memory', async () => new MemoryStore());
describeStoreContract('SQLite', () =>
  openStore({
    database: { engine: 'sqlite', file: join(folder, `${files++}.db`) },
    migrationsDir: 'prisma/migrations',
  }),
);
describe('on a server', () => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = await newDatabase();
  });

  describeStoreContract('PostgreSQL', async () => {
    await emptyDatabase(database);
    return openStore({ database, migrationsDir: 'prisma/postgres/migrations' });
  });
});
