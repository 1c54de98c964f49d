import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../env';
import { appendSpan, NOW, sessionEvent, someBatch, spanId, traceId } from '../testing/store-batch';
import { openStore } from './open-store';

const migrationsDir = resolve('prisma/migrations');
let folder: string;

function inFile(file: string) {
  return { database: { engine: 'sqlite', file }, migrationsDir } as const;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'baggage-claim-durable-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the embedded database file', () => {
  test('holds everything after closing and opening again', async () => {
    const databaseFile = join(folder, 'with space & #hash?', 'deep', 'restart.db');
    const before = await openStore(inFile(databaseFile));
    const { id } = await before.ensureProject('project');
    await before.append(someBatch(id, [appendSpan()]));
    await before.putSession(id, sessionEvent('session-2', { metadata: { run_id: 'run-1' } }), null, NOW);
    await before.putRun(id, 'run-1', { name: 'nightly' }, NOW);
    const expected = [
      await before.listRuns(id, { limit: 10 }),
      await before.listSessions(id, { limit: 10 }),
      await before.auditMaterial(id, 'session-1'),
      await before.spanEvidence(id, 'session-1', spanId(0)),
    ];
    await before.close();

    const after = await openStore(inFile(databaseFile));
    expect([
      await after.listRuns(id, { limit: 10 }),
      await after.listSessions(id, { limit: 10 }),
      await after.auditMaterial(id, 'session-1'),
      await after.spanEvidence(id, 'session-1', spanId(0)),
    ]).toEqual(expected);
    await after.close();
  });

  test('a folder or file that can not be used is one clear line', async () => {
    const refusal = async (databaseFile: string) => {
      const error: unknown = await openStore(inFile(databaseFile)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConfigError);
      return error instanceof Error ? error.message : '';
    };
    const text = join(folder, 'text.db');
    writeFileSync(text, 'this is not a database, only a text that is long enough to be looked at as one'.repeat(20));
    expect(await refusal(text)).toMatch(/^[^\n]*text\.db can not be used as a database[^\n]*$/);
    expect(await refusal(join(text, 'below', 'x.db'))).toMatch(/^The data folder [^\n]* can not be written[^\n]*$/);
    mkdirSync(join(folder, 'folder.db'));
    expect(await refusal(join(folder, 'folder.db'))).toMatch(/^[^\n]*folder\.db can not be used as a database[^\n]*$/);
  });

  test('thousands of writes and reads open no more files and keep the log short', async () => {
    const databaseFile = join(folder, 'files.db');
    const store = await openStore(inFile(databaseFile));
    const { id } = await store.ensureProject('project');
    const work = async (rounds: number) => {
      for (let i = 0; i < rounds; i++) {
        await store.append(someBatch(id, [appendSpan({ spanId: spanId(i), keys: {} })]));
        await store.auditMaterial(id, `session-${i}`);
        if (i % 20 === 0) await store.listRuns(id, { limit: 10 });
        if (i % 20 === 0) await store.updateEvent(id, 'session-1', { metrics: { i } }, NOW);
      }
    };
    await work(100);
    const before = readdirSync('/proc/self/fd').length;
    await work(1000);
    expect(readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before + 2);
    expect(statSync(`${databaseFile}-wal`).size).toBeLessThan(50e6);
    await store.close();
  });

  test('kill -9 in the middle of appends loses nothing acknowledged', async () => {
    // Beside the packages it imports.
    const program = resolve(`node_modules/.cache/baggage-claim/store-writer-${process.pid}.mjs`);
    await build({
      entryPoints: ['lib/testing/store-writer-process.ts'],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      alias: { 'server-only': './lib/testing/empty-module.ts' },
    });
    const databaseFile = join(folder, 'killed.db');
    let next = 0;
    for (let round = 0; round < 3; round++) {
      const acknowledged = await appendUntilKilled(program, databaseFile, next);
      expect(acknowledged).toBeGreaterThanOrEqual(next);
      const store = await openStore(inFile(databaseFile));
      const { id } = await store.ensureProject('project');
      const spans = (await store.auditMaterial(id, 'session-1'))?.spans ?? [];
      const stored = new Map<string, number>();
      for (const span of spans) stored.set(span.traceId, (stored.get(span.traceId) ?? 0) + 1);
      for (let batch = 0; batch <= acknowledged; batch++) expect(stored.get(traceId(batch))).toBe(10);
      // The batch that was being written is there whole or not at all, and the counters agree.
      expect([...stored.values()].every((count) => count === 10)).toBe(true);
      expect((await store.getSession(id, 'session-1'))?.spanCount).toBe(spans.length);
      await store.close();
      next = stored.size;
    }
    rmSync(program);
  });
});

/** @returns the number of the last acknowledged batch. */
async function appendUntilKilled(program: string, databaseFile: string, first: number): Promise<number> {
  const child = spawn(process.execPath, [program, databaseFile, migrationsDir, String(first)]);
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk) => {
    output += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  await sleep(20 + Math.random() * 200);
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  await ended;
  if (output === '') throw new Error(`The writer did nothing: ${complaint}`);
  return Number(output.slice(0, output.lastIndexOf('\n')).split('\n').at(-1));
}
