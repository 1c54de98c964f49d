import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { aStructure, aStructureNode } from '../testing/a-structure';
import { appendSpan, NOW, own } from '../testing/store-batch';
import { RUN, StoreFixture } from './contract/store-fixture';
import { openStore, openWriter } from './open-store';
import { SqlConnection } from './sql-connection';
import { SqliteReadEngine, SqliteWriteEngine } from './sqlite-engine';

const folder = mkdtempSync(join(tmpdir(), 'baggage-claim-purge-'));
afterAll(() => rmSync(folder, { recursive: true }));

function marksIn(file: string): number {
  return readFileSync(file).toString('latin1').split('MARK-').length - 1;
}

test('what was deleted is in no page of the file, nor in its log, even while somebody reads', async () => {
  const file = join(folder, 'purge.db');
  await (await openWriter({ database: { engine: 'sqlite', file }, migrationsDir: 'prisma/migrations' })).close();
  const connection = new SqlConnection(file);
  connection.first('PRAGMA secure_delete = ON', []);
  const engine = new SqliteWriteEngine(connection);
  // Long rows deleted and made again between others: pages are rearranged again and again.
  const keyOf = (i: number) => createHash('sha256').update(String(i)).digest().subarray(0, 16);
  const INSERT = 'INSERT INTO finding (session_key, position, severity, size, payload) VALUES (?, ?, 0, 0, ?)';
  const REMOVE = 'DELETE FROM finding WHERE session_key = ?';
  for (let round = 0; round < 20; round++) {
    await engine.transaction(async (tx) => {
      for (let i = 250 * round; i < 250 * (round + 1); i++) {
        const text = `${i % 2 ? 'other' : 'MARK-'}${'x'.repeat((i * 7) % 300)}`;
        for (let p = 0; p < 3; p++) await tx.run(INSERT, [keyOf(i), p, text.repeat(i % 20 === 0 ? 60 : 1)]);
      }
      for (let i = 250 * round; i < 250 * round + 100; i++) {
        await tx.run(REMOVE, [keyOf(i)]);
        await tx.run(INSERT, [keyOf(i), 0, i % 2 ? 'other' : `MARK-${'y'.repeat(i % 290)}`]);
      }
    });
  }
  await engine.transaction(async (tx) => {
    for (let i = 0; i < 5000; i += 2) await tx.run(REMOVE, [keyOf(i)]);
  });
  const reading = new SqliteReadEngine(new SqlConnection(file));
  let purged: Promise<void> | undefined;
  await reading.read(async (db) => {
    await db.rows('SELECT count(*) AS count FROM finding', []);
    purged = engine.purge();
    await new Promise((resolve) => setTimeout(resolve, 300));
  });
  await purged;
  expect(marksIn(file)).toBe(0);
  expect(statSync(`${file}-wal`).size).toBe(0);
  expect(await reading.read(async (db) => db.rows('SELECT count(*) AS count FROM finding', []))).toMatchObject([{}]);
  await reading.close();
  await engine.close();
});

test('nor is what was kept for comparing, or shared', async () => {
  const file = join(folder, 'shared.db');
  const fixture = new StoreFixture();
  await fixture.use(await openStore({ database: { engine: 'sqlite', file }, migrationsDir: 'prisma/migrations' }));
  await fixture.append(appendSpan({ keys: { run_id: own(RUN) } }));
  await fixture.settle('session-1', { structure: aStructure({ nodes: [aStructureNode({ label: 'MARK-' })] }) });
  const snapshot = {
    id: 'one',
    tokenHash: new Uint8Array(32),
    baseRunId: RUN,
    runId: RUN,
    createdAt: NOW,
    expiresAt: null,
  };
  await fixture.store.createSnapshot(fixture.projectId, {
    ...snapshot,
    title: 'MARK-',
    contents: JSON.stringify('MARK-'),
    sessionIds: ['session-1'],
  });
  expect(marksIn(file) + marksIn(`${file}-wal`)).toBeGreaterThanOrEqual(3);
  await fixture.erase('session-1');
  await fixture.store.purge();
  expect(marksIn(file)).toBe(0);
  expect(statSync(`${file}-wal`).size).toBe(0);
  await fixture.store.close();
});
