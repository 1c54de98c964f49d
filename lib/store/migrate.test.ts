import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError } from '../env';
import { Prisma } from './generated/client';
import { migrate } from './migrate';
import { camelCase, snakeCase } from './sql';
import { SqlConnection } from './sql-connection';
import { SqliteMigratable } from './sqlite-migratable';

const INIT = '20261121000000_init';

describe('migrate', () => {
  let folder: string;
  let migrations: string;
  let connection: SqlConnection;
  let database: SqliteMigratable;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baggage-claim-migrate-'));
    migrations = join(folder, 'migrations');
    cpSync('prisma/migrations', migrations, { recursive: true });
    connection = new SqlConnection(join(folder, 'test.db'));
    database = new SqliteMigratable(connection);
  });
  afterEach(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  function addMigration(name: string, sql: string): void {
    mkdirSync(join(migrations, name));
    writeFileSync(join(migrations, name, 'migration.sql'), sql);
  }

  test('makes a new database, and does nothing the second time', async () => {
    expect(await migrate(database, migrations)).toEqual([INIT]);
    expect(await migrate(database, migrations)).toEqual([]);
    const rows = connection.rows('SELECT * FROM _prisma_migrations', []);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ migrationName: INIT, rolledBackAt: null, appliedStepsCount: 1n });
    expect(rows[0]?.checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]?.finishedAt).not.toBeNull();
  });

  test('applies later migrations in order of their names', async () => {
    await migrate(database, migrations);
    addMigration('20270102000000_b', 'ALTER TABLE extra ADD COLUMN more TEXT;');
    addMigration('20270101000000_a', 'CREATE TABLE extra (id INTEGER); INSERT INTO extra VALUES (1);');
    expect(await migrate(database, migrations)).toEqual(['20270101000000_a', '20270102000000_b']);
    expect(connection.first('SELECT more FROM extra', [])).toMatchObject({ more: null });
  });

  test('a migration that fails leaves nothing behind', async () => {
    await migrate(database, migrations);
    addMigration('20270101000000_bad', 'CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);');
    await expect(migrate(database, migrations)).rejects.toThrow('half');
    expect(connection.rows("SELECT name FROM sqlite_master WHERE name = 'half'", [])).toEqual([]);
    expect(connection.rows('SELECT * FROM _prisma_migrations', [])).toHaveLength(1);
  });

  test('a migration that was changed after it was applied is refused', async () => {
    await migrate(database, migrations);
    const file = join(migrations, INIT, 'migration.sql');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- later thought`);
    await expect(migrate(database, migrations)).rejects.toThrow(ConfigError);
    await expect(migrate(database, migrations)).rejects.toThrow(`${INIT} was changed`);
  });

  test('a database made by a newer program is refused', async () => {
    addMigration('20990101000000_future', 'CREATE TABLE future (id INTEGER);');
    await migrate(database, migrations);
    rmSync(join(migrations, '20990101000000_future'), { recursive: true });
    await expect(migrate(database, migrations)).rejects.toThrow(ConfigError);
    await expect(migrate(database, migrations)).rejects.toThrow('newer than this program');
  });

  test('a folder without migrations is refused', async () => {
    await expect(migrate(database, join(folder, 'nothing'))).rejects.toThrow(ConfigError);
  });

  test('the migrations make the tables and columns that the schema describes, in its order', async () => {
    await migrate(database, migrations);
    for (const model of Object.values(Prisma.ModelName)) {
      const table = snakeCase(model).slice(1);
      const columns = connection.rows(`PRAGMA table_info("${table}")`, []).map(({ name }) => camelCase(String(name)));
      const fields = Prisma[`${model}ScalarFieldEnum`];
      expect(columns, model).toEqual(Object.keys(fields));
    }
  });
});
