import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitsBehindDamage } from './check-log';
import { SqlConnection } from './sql-connection';

const COMMITS = 30;

describe('a write-ahead log', () => {
  let folder: string;
  let log: Buffer;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'baggage-claim-log-'));
    const file = join(folder, 'test.db');
    const database = new SqlConnection(file);
    database.first('PRAGMA journal_mode = WAL', []);
    database.execute('CREATE TABLE t (x TEXT)');
    for (let i = 0; i < COMMITS; i++) database.run('INSERT INTO t VALUES (?)', [`row ${i} `.repeat(200)]);
    log = readFileSync(`${file}-wal`);
    copyFileSync(file, join(folder, 'copy.db'));
    database.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function checked(contents: Buffer): number {
    writeFileSync(join(folder, 'copy.db-wal'), contents);
    return commitsBehindDamage(join(folder, 'copy.db'));
  }

  test('that is sound, empty or not there says nothing', () => {
    expect(checked(log)).toBe(0);
    expect(checked(Buffer.alloc(0))).toBe(0);
    expect(commitsBehindDamage(join(folder, 'nothing.db'))).toBe(0);
  });

  test('that was cut off anywhere by a crash says nothing', () => {
    for (let length = 1; length < log.length; length += 997) {
      writeFileSync(join(folder, 'copy.db-wal'), log);
      truncateSync(join(folder, 'copy.db-wal'), length);
      expect(commitsBehindDamage(join(folder, 'copy.db')), `cut at ${length}`).toBe(0);
    }
  });

  test('with a flipped bit in the middle says how many commits will be dropped', () => {
    const damaged = Buffer.from(log);
    const middle = log.length >> 1;
    damaged.writeUInt8(damaged.readUInt8(middle) ^ 4, middle);
    const dropped = checked(damaged);
    expect(dropped).toBeGreaterThan(COMMITS / 3);
    const database = new SqlConnection(join(folder, 'copy.db'));
    const left = Number(database.first('SELECT count(*) AS n FROM t', [])?.n);
    database.close();
    // What SQLite makes of it: the commits before the damage are there, and nothing is said of the others.
    expect(COMMITS - left).toBeGreaterThanOrEqual(dropped);
  });
});
