import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newDatabase } from '../testing/postgres-database';
import { Prisma as SqlitePrisma } from './generated/client';
import { Prisma } from './generated-postgres/client';
import { migrate } from './migrate';
import { PostgresMigratable } from './postgres-migratable';
import { camelCase } from './sql';

const INIT = '20261121000000_init';
const BOOKKEEPING = 'SELECT * FROM _prisma_migrations';

describe('migrate (PostgreSQL)', () => {
  let folder: string;
  let migrations: string;
  const clients: Client[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baggage-claim-migrate-'));
    migrations = join(folder, 'migrations');
    cpSync('prisma/postgres/migrations', migrations, { recursive: true });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.end();
    rmSync(folder, { recursive: true });
  });

  async function connect(url: string): Promise<Client> {
    const client = new Client({ connectionString: url });
    await client.connect();
    clients.push(client);
    return client;
  }

  async function connectToNew(): Promise<{ readonly url: string; readonly client: Client }> {
    const { url } = await newDatabase();
    return { url, client: await connect(url) };
  }

  function addMigration(name: string, sql: string): void {
    mkdirSync(join(migrations, name));
    writeFileSync(join(migrations, name, 'migration.sql'), sql);
  }

  test('makes a new database, and does nothing the second time', async () => {
    const { client } = await connectToNew();
    const database = new PostgresMigratable(client);
    expect(await migrate(database, migrations)).toEqual([INIT]);
    expect(await migrate(database, migrations)).toEqual([]);
    const { rows } = await client.query(BOOKKEEPING);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ migration_name: INIT, rolled_back_at: null, applied_steps_count: 1 });
    expect(rows[0]?.finished_at.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  test('processes that start at once apply each migration once', async () => {
    const { url, client } = await connectToNew();
    const others = [await connect(url), await connect(url), await connect(url)];
    const applied = await Promise.all(others.map((other) => migrate(new PostgresMigratable(other), migrations)));
    expect(applied.flat()).toEqual([INIT]);
    expect((await client.query(BOOKKEEPING)).rows).toHaveLength(1);
  });

  test('a migration that fails leaves nothing behind, and the connection usable', async () => {
    const { client } = await connectToNew();
    const database = new PostgresMigratable(client);
    await migrate(database, migrations);
    addMigration('20270101000000_bad', 'CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);');
    await expect(migrate(database, migrations)).rejects.toThrow('half');
    expect((await client.query(`SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }]);
    expect((await client.query(BOOKKEEPING)).rows).toHaveLength(1);
  });

  test('the migrations make the tables and columns that the schema describes, in its order', async () => {
    const { client } = await connectToNew();
    await migrate(new PostgresMigratable(client), migrations);
    for (const model of Object.values(Prisma.ModelName)) {
      const { rows } = await client.query(
        `SELECT column_name FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position`,
        [model.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase()],
      );
      const columns = rows.map(({ column_name }) => camelCase(column_name));
      expect(columns, model).toEqual(Object.keys(Prisma[`${model}ScalarFieldEnum`]));
    }
  });

  test('both clients know the same tables and columns, so that one may stand for the other', () => {
    expect(Prisma.ModelName).toEqual(SqlitePrisma.ModelName);
    for (const model of Object.values(Prisma.ModelName)) {
      expect(Prisma[`${model}ScalarFieldEnum`]).toEqual(SqlitePrisma[`${model}ScalarFieldEnum`]);
    }
  });
});
