import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAppError } from '../domain/errors';
import { ConfigError } from '../env';
import { type PostgresServer, startPostgres } from '../testing/postgres-server';
import { appendSpan, NOW, own, someBatch, spanId, traceId } from '../testing/store-batch';
import { openPostgresWriter } from './open-postgres';
import { openStore } from './open-store';
import type { Store } from './store';

const migrationsDir = 'prisma/postgres/migrations';

describe('a PostgreSQL server that goes away', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  async function newLocation(name: string) {
    return { engine: 'postgresql', url: await server.createDatabase(name), connections: 4 } as const;
  }

  test('takes nothing with it that was acknowledged, and is used again when it is back', async () => {
    const store = await openStore({ database: await newLocation('crash'), migrationsDir });
    const { id } = await store.ensureProject('project');
    let sending = true;
    const acknowledged: number[] = [];
    const refused: unknown[] = [];
    const send = async (first: number) => {
      for (let batch = first; sending; batch += 8) {
        const spans = Array.from({ length: 10 }, (_, i) =>
          appendSpan({ traceId: traceId(batch), spanId: spanId(i), sessionId: `session-${batch % 3}` }, {}, i),
        );
        await store.append(someBatch(id, spans)).then(
          () => acknowledged.push(batch),
          (error: unknown) => refused.push(error),
        );
        await sleep(1);
      }
    };
    const senders = Array.from({ length: 8 }, (_, first) => send(first));
    for (let round = 0; round < 2; round++) {
      await sleep(300);
      const before = acknowledged.length;
      await server.restart('immediate');
      while (acknowledged.length < before + 50) await sleep(20);
    }
    sending = false;
    await Promise.all(senders);

    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((error) => isAppError(error) && error.code === 'unavailable')).toBe(true);
    const stored = new Map<string, number>();
    for (const sessionId of ['session-0', 'session-1', 'session-2']) {
      const spans = (await store.auditMaterial(id, sessionId))?.spans ?? [];
      for (const { traceId } of spans) stored.set(traceId, (stored.get(traceId) ?? 0) + 1);
      expect((await store.getSession(id, sessionId))?.spanCount).toBe(spans.length);
    }
    for (const batch of acknowledged) expect(stored.get(traceId(batch))).toBe(10);
    expect([...stored.values()].every((count) => count === 10)).toBe(true);
    await store.close();
  });

  test('does not give out a number twice that the crash took back', async () => {
    const database = await newLocation('numbers');
    const store = await openStore({ database, migrationsDir });
    const { id } = await store.ensureProject('project');
    await store.putRun(id, 'run-1', {}, NOW);
    const blocker = new Client({ connectionString: database.url });
    blocker.on('error', () => undefined);
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT * FROM run FOR UPDATE');
    const cut = store.append(someBatch(id, [appendSpan({ keys: { run_id: own('run-1') } })]));
    await Promise.all([
      expect(cut).rejects.toThrow('can not be reached'),
      sleep(300).then(() => server.restart('immediate')),
    ]);
    while ((await store.checkWritable().catch(() => 'away')) === 'away') await sleep(20);
    for (let i = 0; i < 150; i++) await store.append(someBatch(id, [appendSpan({ spanId: spanId(i) })]));
    expect((await store.getSession(id, 'session-1'))?.spanCount).toBe(150);
    await blocker.end();
    await store.close();
  });

  test('makes the store unavailable while it is away, and says so at once', async () => {
    const database = await newLocation('away');
    const store = await openStore({ database, migrationsDir });
    const { id } = await store.ensureProject('project');
    await store.listProjects();
    const away: string[] = [];
    let isBack = false;
    const watch = async (ask: (store: Store) => Promise<unknown>) => {
      while (!isBack) {
        const started = performance.now();
        const error: unknown = await ask(store).catch((reason: unknown) => reason);
        if (isAppError(error)) away.push(error.code);
        else if (error instanceof Error) away.push(`${error.name}: ${error.message}`);
        expect(performance.now() - started).toBeLessThan(5000);
        await sleep(5);
      }
    };
    const watching = [
      watch((store) => store.checkWritable()),
      watch((store) => store.listRuns(id, { limit: 1 })),
      watch((store) => store.getProject('project')),
    ];
    await server.restart('immediate');
    isBack = true;
    await Promise.all(watching);
    expect(new Set(away)).toEqual(new Set(['unavailable']));
    while ((await store.checkWritable().catch(() => 'away')) === 'away') await sleep(20);
    expect(await store.listProjects()).toHaveLength(1);
    await store.close();
  });

  test('is waited for at the start', async () => {
    const database = await newLocation('late');
    const restarted = server.restart('immediate');
    const writer = await openPostgresWriter(database, migrationsDir);
    await writer.checkWritable();
    await restarted;
    await writer.close();
  });

  test('or another that can not be used is one clear line, without the password', async () => {
    const { url } = await newLocation('lines');
    const refusal = async (change: (url: URL) => void) => {
      const wrong = new URL(url);
      wrong.password = 'geheim';
      change(wrong);
      const database = { engine: 'postgresql', url: wrong.href, connections: 4 } as const;
      const error: unknown = await openPostgresWriter(database, migrationsDir, 100).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(ConfigError);
      const message = error instanceof Error ? error.message : '';
      expect(message).toMatch(
        /^postgresql:\/\/\w+@127\.0\.0\.1:\d+\/[\w-]+ can not be used: [^\n]+; see DATABASE_URL\.$/,
      );
      expect(message).not.toContain('geheim');
      return message;
    };
    const { password } = new URL(url);
    const right = (url: URL) => {
      url.password = password;
    };
    expect(await refusal(() => undefined)).toContain('refuses this user and password');
    expect(
      await refusal((url) => {
        right(url);
        url.pathname = '/nowhere';
      }),
    ).toContain('there is no such database; make it with createdb');
    const free = await freePort();
    expect(
      await refusal((url) => {
        url.port = String(free);
      }),
    ).toContain('can not be reached (ECONNREFUSED)');
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
