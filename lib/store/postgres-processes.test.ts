import { Buffer } from 'node:buffer';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase, newDatabase, type PostgresDatabase, runSql } from '../testing/postgres-database';
import {
  aKey,
  appendSpan,
  NOW,
  outcomeOf,
  own,
  plainBody,
  SOME_DELIVERY,
  someBatch,
  spanId,
  traceId,
} from '../testing/store-batch';
import { openStore } from './open-store';
import { sessionKeyOf } from './session-key';
import type { Store } from './store';

const migrationsDir = 'prisma/postgres/migrations';
const RUN = 'run-1';

/** Each store is what a process has: its own writer and connections. */
describe('two processes on one PostgreSQL database', () => {
  let database: PostgresDatabase;
  let stores: readonly [Store, Store];
  let projectId: number;

  beforeAll(async () => {
    database = await newDatabase();
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    const open = () => openStore({ database, migrationsDir });
    // At once, as processes start that are started together.
    stores = await Promise.all([open(), open()]);
    const projects = await Promise.all(stores.map((store) => store.ensureProject('project')));
    projectId = projects[0]?.id ?? 0;
    expect(projects[1]?.id).toBe(projectId);
  });
  afterEach(async () => {
    await Promise.all(stores.map((store) => store.close()));
  });

  async function sessionOf(sessionId: string) {
    const session = await stores[0].getSession(projectId, sessionId);
    if (session === null) throw new Error('not there');
    return session;
  }

  function key(sessionId: string): Uint8Array {
    return sessionKeyOf(projectId, sessionId);
  }

  test('the same spans sent to both at once are stored once and counted right', async () => {
    const sessions = ['session-1', 'session-2', 'session-3'];
    const batches = Array.from({ length: 12 }, (_, batch) =>
      sessions.flatMap((sessionId, s) =>
        Array.from({ length: 5 }, (_, i) =>
          // Every span is in three of the batches.
          appendSpan({ sessionId, traceId: traceId(s), spanId: spanId(Math.floor(batch / 3) * 5 + i) }, {}, s * 5 + i),
        ),
      ),
    );
    const results = await Promise.all(
      batches.flatMap((spans) => stores.map((store) => store.append(someBatch(projectId, spans)))),
    );
    const sum = (of: 'accepted' | 'duplicated') => results.reduce((total, result) => total + result[of], 0);
    expect(sum('accepted')).toBe(60);
    expect(sum('duplicated')).toBe(2 * 12 * 15 - 60);
    for (const sessionId of sessions) {
      expect(await sessionOf(sessionId)).toMatchObject({ spanCount: 20, duplicateCount: 100 });
      const material = await stores[1].auditMaterial(projectId, sessionId);
      expect(material?.spans.map(({ sightings }) => sightings)).toEqual(new Array(20).fill(6));
    }
    const rows = await runSql(database.url, 'SELECT count(*) AS spans, count(DISTINCT delivery_id) AS used FROM span');
    expect(rows[0]?.spans).toBe('60');
    expect(await runSql(database.url, 'SELECT count(*) AS deliveries FROM delivery')).toEqual([{ deliveries: '24' }]);
  });

  test('each session is judged by one of them', async () => {
    const spans = Array.from({ length: 40 }, (_, i) => appendSpan({ sessionId: `s-${i}`, traceId: traceId(i) }, {}, i));
    await stores[0].append(someBatch(projectId, spans));
    const [later, until] = [new Date(NOW.getTime() + 60_000), new Date(NOW.getTime() + 120_000)];
    const judgedBy = async (store: Store): Promise<string[]> => {
      const judged: string[] = [];
      for (;;) {
        const due = await store.claimDueSessions({ quietSince: later, now: later, until, limit: 3 });
        if (due.length === 0) return judged;
        for (const { project, sessionId } of due) {
          const material = await store.auditMaterial(project.id, sessionId);
          if (material === null) throw new Error('not there');
          expect(await store.saveAudit(project.id, sessionId, outcomeOf(material))).toBe(true);
          judged.push(sessionId);
        }
      }
    };
    const [one, other] = await Promise.all(stores.map(judgedBy));
    expect([...(one ?? []), ...(other ?? [])].sort()).toEqual(spans.map(({ facts }) => facts.sessionId).sort());
    expect(one?.length).toBeGreaterThan(0);
    expect(other?.length).toBeGreaterThan(0);
  });

  test('updates of one run at once are all kept', async () => {
    const updates = Array.from({ length: 20 }, (_, i) =>
      stores[i % 2]?.putRun(projectId, RUN, { metadata: { [`key-${i}`]: i } }, NOW),
    );
    await Promise.all(updates);
    const run = await stores[0].getRun(projectId, RUN);
    expect(Object.keys(run?.metadata ?? {})).toHaveLength(20);
  });

  test('updates of one catalog entry, and additions to one dataset, at once are all kept', async () => {
    const { createEntries, listEntries, membersOf } = stores[0];
    await createEntries(projectId, [{ kind: 'dataset', id: 'ds', name: null, body: {} }], NOW);
    const at = (i: number) => stores[i % 2] as Store;
    const numbers = Array.from({ length: 20 }, (_, i) => i);
    await Promise.all([
      ...numbers.map((i) => at(i).updateEntry(projectId, 'dataset', 'ds', { body: { [`key-${i}`]: i } }, NOW)),
      ...numbers.map((i) => at(i).addMembers(projectId, 'ds', [`dp-${i}`, 'shared'])),
    ]);
    const [dataset] = await listEntries(projectId, { kind: 'dataset', offset: 0, limit: 1 });
    expect(Object.keys(dataset?.body ?? {})).toHaveLength(20);
    expect((await membersOf(projectId, ['ds'])).get('ds')).toHaveLength(21);
    const positions = await runSql(database.url, 'SELECT count(DISTINCT position) AS positions FROM dataset_member');
    expect(positions).toEqual([{ positions: '21' }]);
  });

  test('a project is not deleted under a session that is just being added', async () => {
    const blocker = new Client({ connectionString: database.url });
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query(
      `INSERT INTO session (key, project_id, session_id, declared, name, last_received_at, contract, created_micros)
       VALUES ($1, $2, 'a', false, '', 0, '', 0)`,
      [key('a'), projectId],
    );
    // Waits for the key when its project is known to be there.
    const appended = stores[0].append(someBatch(projectId, [appendSpan({ sessionId: 'a' })]));
    await untilWaiting(database.url, 1);
    const deleted = stores[1].deleteProject('project').catch((error: unknown) => error);
    await untilWaiting(database.url, 2);
    await blocker.query('ROLLBACK');
    await blocker.end();
    expect(await appended).toEqual({ accepted: 1, duplicated: 0 });
    expect(await deleted).toMatchObject({ code: 'conflict' });
    expect(await stores[1].getProject('project')).not.toBeNull();
  });

  test('a project that was deleted is named in no table', async () => {
    const [{ createEntries, createKey, recordDelivery, deleteProject }] = stores;
    const members = { datasetId: 'ds', datapointIds: ['dp'] };
    await createEntries(projectId, [{ kind: 'dataset', id: 'ds', name: null, body: {} }], NOW, members);
    await createKey(projectId, aKey('key'));
    const rest = { ...SOME_DELIVERY, accepted: 0, duplicated: 0 };
    await recordDelivery(projectId, rest, plainBody(), { kind: 'run', id: RUN });
    const named = async () => {
      const tables = await runSql(
        database.url,
        "SELECT table_name FROM information_schema.columns WHERE column_name = 'project_id' ORDER BY table_name",
      );
      expect(tables.length).toBeGreaterThan(5);
      const counts = tables.map(({ table_name }) => `SELECT '${table_name}' AS name FROM ${table_name}`);
      return (await runSql(database.url, counts.join(' UNION '))).map(({ name }) => name).sort();
    };
    expect(await named()).toEqual(['api_key', 'catalog_entry', 'dataset_member', 'delivery']);
    expect(await deleteProject('project')).toBe(true);
    expect(await named()).toEqual([]);
  });

  test('a project can be changed while others add to it', async () => {
    const blocker = new Client({ connectionString: database.url });
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT 1 FROM project FOR KEY SHARE');
    expect(await stores[0].updateProject('project', { routing: 'staging' })).toMatchObject({ routing: 'staging' });
    await blocker.query('ROLLBACK');
    await blocker.end();
  });

  test('sessions that begin to share a trace at the same moment are judged with each other’s spans', async () => {
    await stores[0].putRun(projectId, RUN, {}, NOW);
    const blocker = new Client({ connectionString: database.url });
    await blocker.connect();
    await blocker.query('BEGIN');
    await blocker.query('SELECT * FROM run FOR UPDATE');
    // Waits for the run when everything else is written.
    const keys = { run_id: own(RUN) };
    const slow = stores[0].append(someBatch(projectId, [appendSpan({ sessionId: 'b', spanId: spanId(1), keys })]));
    await untilWaiting(database.url);
    await stores[1].append(someBatch(projectId, [appendSpan({ sessionId: 'a' })]));
    const early = await stores[1].auditMaterial(projectId, 'a');
    if (early === null) throw new Error('not there');
    expect(early.related).toEqual([]);
    expect(await stores[1].saveAudit(projectId, 'a', outcomeOf(early))).toBe(true);
    await blocker.query('COMMIT');
    await blocker.end();
    await slow;
    expect((await sessionOf('a')).settled).toBe(false);
    expect((await stores[1].auditMaterial(projectId, 'a'))?.related).toHaveLength(1);
  });

  test('a transaction that is ended because it and another wait for each other runs again', async () => {
    const spans = ['x', 'y'].map((sessionId, i) => appendSpan({ sessionId, traceId: traceId(i) }, {}, i));
    await stores[0].append(someBatch(projectId, spans));
    // Sessions are locked in order of their keys; this one does it the other way round.
    const [first, second] = ['x', 'y'].sort((a, b) => Buffer.compare(key(a), key(b)));
    const other = new Client({ connectionString: database.url });
    await other.connect();
    await other.query('BEGIN');
    const lock = 'SELECT 1 FROM session WHERE session_id = $1 FOR UPDATE';
    await other.query(lock, [second]);
    const again = stores[0].append(someBatch(projectId, spans));
    await untilWaiting(database.url);
    await other.query(lock, [first]);
    await other.query('COMMIT');
    await other.end();
    expect(await again).toEqual({ accepted: 0, duplicated: 2 });
    expect(await sessionOf('x')).toMatchObject({ spanCount: 1, duplicateCount: 1 });
  });

  test('a column that a newer program adds disturbs nobody', async () => {
    const [store] = stores;
    const write = () => store.append(someBatch(projectId, [appendSpan()]));
    await write();
    await store.auditMaterial(projectId, 'session-1');
    await runSql(database.url, 'ALTER TABLE session ADD COLUMN later TEXT; ALTER TABLE span ADD COLUMN later TEXT');
    try {
      await Promise.all([write(), write(), store.auditMaterial(projectId, 'session-1')]);
      expect((await sessionOf('session-1')).duplicateCount).toBe(2);
    } finally {
      await runSql(database.url, 'ALTER TABLE session DROP COLUMN later; ALTER TABLE span DROP COLUMN later');
    }
  });
});

async function untilWaiting(url: string, count = 1): Promise<void> {
  const waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  while ((await runSql(url, waiting)).length < count) await sleep(10);
}
