import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConfigError } from '../env';
import { Prisma } from './generated/client';
import { migrate } from './migrate';
import { camelCase, snakeCase } from './sql';
import { SqlConnection } from './sql-connection';

const INIT = '20261121000000_init';

describe('migrate', () => {
  let folder: string;
  let migrations: string;
  let database: SqlConnection;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'baggage-claim-migrate-'));
    migrations = join(folder, 'migrations');
    cpSync('prisma/migrations', migrations, { recursive: true });
    database = new SqlConnection(join(folder, 'test.db'));
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });

  function addMigration(name: string, sql: string): void {
    mkdirSync(join(migrations, name));
    writeFileSync(join(migrations, name, 'migration.sql'), sql);
  }

  test('makes a new database, and does nothing the second time', () => {
    expect(migrate(database, migrations)).toEqual([INIT]);
    expect(migrate(database, migrations)).toEqual([]);
    const rows = database.rows('SELECT * FROM _prisma_migrations', []);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ migrationName: INIT, rolledBackAt: null, appliedStepsCount: 1n });
    expect(rows[0]?.checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[0]?.finishedAt).not.toBeNull();
  });

  test('applies later migrations in order of their names', () => {
    migrate(database, migrations);
    addMigration('20270102000000_b', 'ALTER TABLE extra ADD COLUMN more TEXT;');
    addMigration('20270101000000_a', 'CREATE TABLE extra (id INTEGER); INSERT INTO extra VALUES (1);');
    expect(migrate(database, migrations)).toEqual(['20270101000000_a', '20270102000000_b']);
    expect(database.first('SELECT more FROM extra', [])).toMatchObject({ more: null });
  });

  test('a migration that fails leaves nothing behind', () => {
    migrate(database, migrations);
    addMigration('20270101000000_bad', 'CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);');
    expect(() => migrate(database, migrations)).toThrow('half');
    expect(database.rows("SELECT name FROM sqlite_master WHERE name = 'half'", [])).toEqual([]);
    expect(database.rows('SELECT * FROM _prisma_migrations', [])).toHaveLength(1);
  });

  test('a migration that was changed after it was applied is refused', () => {
    migrate(database, migrations);
    const file = join(migrations, INIT, 'migration.sql');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- later thought`);
    expect(() => migrate(database, migrations)).toThrow(ConfigError);
    expect(() => migrate(database, migrations)).toThrow(`${INIT} was changed`);
  });

  test('a database made by a newer program is refused', () => {
    addMigration('20990101000000_future', 'CREATE TABLE future (id INTEGER);');
    migrate(database, migrations);
    rmSync(join(migrations, '20990101000000_future'), { recursive: true });
    expect(() => migrate(database, migrations)).toThrow(ConfigError);
    expect(() => migrate(database, migrations)).toThrow('newer than this program');
  });

  test('a folder without migrations is refused', () => {
    expect(() => migrate(database, join(folder, 'nothing'))).toThrow(ConfigError);
  });

  test('the migrations make the tables and columns that the schema describes, in its order', () => {
    migrate(database, migrations);
    for (const model of Object.values(Prisma.ModelName)) {
      const table = snakeCase(model).slice(1);
      const columns = database.rows(`PRAGMA table_info("${table}")`, []).map(({ name }) => camelCase(String(name)));
      const fields = Prisma[`${model}ScalarFieldEnum`];
      expect(columns, model).toEqual(Object.keys(fields));
    }
  });
});
