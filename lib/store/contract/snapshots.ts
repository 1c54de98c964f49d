import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isAppError } from '../../domain/errors';
import type { NewSnapshot, Snapshot } from '../../domain/snapshot';
import { appendSpan, NOW, own, spanId } from '../../testing/store-batch';
import { LATER, PROTO, RUN, type StoreFixture } from './store-fixture';

const BASE = 'run-0';

function hashOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}

export function describeSnapshots(fixture: StoreFixture): void {
  /** The base with the session `old`, the run with `s-1` and `s-2`. */
  async function fill(): Promise<void> {
    const runs = { old: BASE, 's-1': RUN, 's-2': RUN };
    for (const [i, [sessionId, runId]] of Object.entries(runs).entries()) {
      await fixture.append(appendSpan({ sessionId, spanId: spanId(i), keys: { run_id: own(runId) } }));
    }
  }

  function aSnapshot(id: string, changes: Partial<NewSnapshot> = {}): NewSnapshot {
    return {
      id,
      tokenHash: hashOf(`token of ${id}`),
      title: `Title of ${id}`,
      baseRunId: BASE,
      runId: RUN,
      createdAt: NOW,
      expiresAt: LATER,
      contents: JSON.stringify({ of: id }),
      sessionIds: ['old', 's-1', 's-2'],
      ...changes,
    };
  }

  const create = (id: string, changes: Partial<NewSnapshot> = {}) =>
    fixture.store.createSnapshot(fixture.projectId, aSnapshot(id, changes));
  const get = (id: string) => fixture.store.getSnapshot(fixture.projectId, id);
  const open = (id: string) => fixture.store.snapshotByToken(hashOf(`token of ${id}`));
  const update = (id: string, patch: Parameters<typeof fixture.store.updateSnapshot>[2]) =>
    fixture.store.updateSnapshot(fixture.projectId, id, patch);

  async function expectErased(id: string, before: Snapshot): Promise<void> {
    const erased = { ...before, title: '', size: 0, erasedAt: expect.any(Date) };
    expect(await get(id)).toEqual(erased);
    expect(await open(id)).toEqual({ ...erased, contents: '' });
    expect((await fixture.store.listSnapshots(fixture.projectId, { limit: 100 })).items).toContainEqual(erased);
  }

  describe('snapshots', () => {
    test('one is found by its id and by its token, and only the latter has the contents', async () => {
      await fill();
      const contents = JSON.stringify({ [PROTO]: 1, text: 'a\0b\ud800<script>', many: 'x'.repeat(1_000_000) });
      const created = await create('one', { contents });
      expect(created).toEqual({
        id: 'one',
        projectId: fixture.projectId,
        title: 'Title of one',
        baseRunId: BASE,
        runId: RUN,
        createdAt: NOW,
        expiresAt: LATER,
        revokedAt: null,
        erasedAt: null,
        views: 0,
        lastViewedAt: null,
        size: new TextEncoder().encode(contents).length,
      } satisfies Snapshot);
      expect(await get('one')).toEqual(created);
      expect(await open('one')).toEqual({ ...created, contents });
      expect(await fixture.store.snapshotByToken(hashOf('rubbish'))).toBeNull();
      expect(await fixture.store.snapshotByToken(new Uint8Array())).toBeNull();
      expect(await get('unknown\0')).toBeNull();
      const elsewhere = (await fixture.store.ensureProject('elsewhere')).id;
      expect(await fixture.store.getSnapshot(elsewhere, 'one')).toBeNull();
      expect(await fixture.store.updateSnapshot(elsewhere, 'one', { title: 'x' })).toBeNull();
    });

    test('titles and run ids that no database text can hold are kept as readable text', async () => {
      const runId = `r\0\ud800'`;
      await fixture.append(appendSpan({ keys: { run_id: own(runId) } }));
      const created = await create('one', {
        title: `t\0\ud800'; --`,
        baseRunId: runId,
        runId,
        sessionIds: ['session-1'],
      });
      expect(created).toMatchObject({
        title: `t\ufffd\ufffd'; --`,
        baseRunId: `r\ufffd\ufffd'`,
        runId: `r\ufffd\ufffd'`,
      });
      expect(await get('one')).toEqual(created);
      expect(await update('one', { title: '\0' })).toMatchObject({ title: '\ufffd' });
    });

    test('the newest come first, each once, whatever the page size', async () => {
      await fill();
      for (let i = 0; i < 11; i++) {
        await create(`id-${(i * 7) % 11}`, { createdAt: new Date(NOW.getTime() + (i % 3) * 1000) });
      }
      const page = (limit: number, cursor?: string) =>
        fixture.store.listSnapshots(fixture.projectId, { limit, cursor });
      const whole = (await page(100)).items;
      expect(whole).toHaveLength(11);
      const times = whole.map(({ createdAt }) => createdAt.getTime());
      expect(times).toEqual([...times].sort((a, b) => b - a));
      for (const limit of [1, 4, 11]) {
        const items: Snapshot[] = [];
        let cursor: string | undefined;
        do {
          const next = await page(limit, cursor);
          expect(next.items.length).toBeLessThanOrEqual(limit);
          items.push(...next.items);
          expect(items.length).toBeLessThanOrEqual(whole.length);
          cursor = next.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(items).toEqual(whole);
      }
      const elsewhere = (await fixture.store.ensureProject('elsewhere')).id;
      expect((await fixture.store.listSnapshots(elsewhere, { limit: 10 })).items).toEqual([]);
    });

    test('refuses the cursor of another list', async () => {
      await fill();
      const { nextCursor } = await fixture.store.listRuns(fixture.projectId, { limit: 1, sort: '-createdAt' });
      for (const cursor of [nextCursor ?? '', 'rubbish']) {
        const refused = await fixture.store
          .listSnapshots(fixture.projectId, { limit: 1, cursor })
          .catch((error: unknown) => error);
        expect(isAppError(refused) && refused.code).toBe('invalid-request');
      }
    });

    test('title, end and link can be changed; the old link is unknown then', async () => {
      await fill();
      const created = await create('one');
      await create('other');
      const renamed = { ...created, title: 'New', expiresAt: null };
      expect(await update('one', { title: 'New', expiresAt: null })).toEqual(renamed);
      expect(await update('one', { tokenHash: hashOf('new') })).toEqual(renamed);
      expect(await open('one')).toBeNull();
      expect(await fixture.store.snapshotByToken(hashOf('new'))).toEqual({ ...renamed, contents: '{"of":"one"}' });
      expect(await update('one', {})).toEqual(renamed);
      expect(await update('one', { expiresAt: NOW })).toEqual({ ...renamed, expiresAt: NOW });
      expect(await update('unknown', { title: 'x' })).toBeNull();
      expect(await open('other')).toMatchObject({ title: 'Title of other' });
    });

    test('views are counted', async () => {
      await fill();
      const created = await create('one');
      await create('other');
      await fixture.store.countSnapshotView('one', NOW);
      await fixture.store.countSnapshotView('one', LATER);
      await fixture.store.countSnapshotView('unknown\0', LATER);
      expect(await get('one')).toEqual({ ...created, views: 2, lastViewedAt: LATER });
      expect(await get('other')).toMatchObject({ views: 0, lastViewedAt: null });
    });

    test('what is revoked has no contents any more, and stays so', async () => {
      await fill();
      const created = await create('one');
      const revoked = { ...created, revokedAt: LATER, size: 0 };
      expect(await update('one', { revokedAt: LATER })).toEqual(revoked);
      expect(await open('one')).toEqual({ ...revoked, contents: '' });
      expect(await update('one', { revokedAt: NOW, expiresAt: null, title: 'x', tokenHash: hashOf('new') })).toEqual(
        revoked,
      );
      expect(await fixture.store.snapshotByToken(hashOf('new'))).toBeNull();
      expect(await get('one')).toEqual(revoked);
    });

    test('shows only what is there: not a session or a run that was erased while it was made', async () => {
      await fill();
      for (const changes of [
        { sessionIds: ['s-1', 'gone'] },
        { runId: 'gone' },
        { baseRunId: 'gone' },
      ] satisfies Partial<NewSnapshot>[]) {
        const refused = await create('one', changes).catch((error: unknown) => error);
        expect(isAppError(refused) && refused.code).toBe('conflict');
      }
      expect(await get('one')).toBeNull();
      expect(await create('one', { sessionIds: ['s-1', 's-1'], runId: BASE })).toMatchObject({ id: 'one' });
    });
  });

  describe('erasing what a snapshot shows', () => {
    test('a session takes all snapshots with it that show anything of it, and no others', async () => {
      await fill();
      const first = await create('first');
      const second = await create('second', { sessionIds: ['s-2'] });
      const other = await create('other', { sessionIds: ['s-1', 'old'] });
      await fixture.erase('s-2');
      await expectErased('first', first);
      await expectErased('second', second);
      expect(await open('other')).toEqual({ ...other, contents: '{"of":"other"}' });
      expect(await update('first', { title: 'x', tokenHash: hashOf('new'), revokedAt: NOW })).toMatchObject({
        title: '',
        revokedAt: null,
      });
      expect(await fixture.store.snapshotByToken(hashOf('new'))).toBeNull();
    });

    test('nothing is lost when the session is not erased after all', async () => {
      await fill();
      const created = await create('one');
      const stale = await fixture.erasure(['s-1']);
      await fixture.append(appendSpan({ sessionId: 's-1', spanId: spanId(9) }));
      expect(await fixture.store.eraseSessions(fixture.projectId, stale)).toBe(false);
      expect(await open('one')).toEqual({ ...created, contents: '{"of":"one"}' });
    });

    test('the moment of the first erasure stays', async () => {
      await fill();
      await create('one');
      await fixture.erase('s-1');
      const erased = await get('one');
      await fixture.erase('s-2', 'old');
      expect(await fixture.store.eraseRun(fixture.projectId, RUN)).toBe(true);
      expect(await get('one')).toEqual(erased);
    });

    test('one that was revoked before is erased all the same', async () => {
      await fill();
      await create('one');
      const revoked = await update('one', { revokedAt: LATER });
      await fixture.erase('s-1');
      expect(revoked).not.toBeNull();
      if (revoked !== null) await expectErased('one', revoked);
    });

    test('what is shared and erased at the same time is refused, or erased with it', async () => {
      for (let i = 0; i < 8; i++) {
        await fill();
        const making = create(`id-${i}`).catch((error: unknown) => error);
        const [made] = await Promise.all([making, fixture.erase('s-1')]);
        const kept = await get(`id-${i}`);
        if (isAppError(made)) expect([made.code, kept]).toEqual(['conflict', null]);
        else expect(kept?.erasedAt).toBeInstanceOf(Date);
      }
    });

    test('a run takes the snapshots of it with it, whichever side it is', async () => {
      for (const runId of [BASE, RUN, 'run-2']) await fixture.store.putRun(fixture.projectId, runId, {}, NOW);
      const changes = { sessionIds: [] };
      const asBase = await create('as base', { ...changes, baseRunId: RUN, runId: BASE });
      const asRun = await create('as run', changes);
      const other = await create('other', { ...changes, runId: 'run-2' });
      const elsewhere = (await fixture.store.ensureProject('elsewhere')).id;
      await fixture.store.putRun(elsewhere, RUN, {}, NOW);
      const apart = await fixture.store.createSnapshot(elsewhere, aSnapshot('apart', { ...changes, baseRunId: RUN }));
      expect(await fixture.store.eraseRun(fixture.projectId, RUN)).toBe(true);
      await expectErased('as base', asBase);
      await expectErased('as run', asRun);
      expect(await get('other')).toEqual(other);
      expect(await fixture.store.getSnapshot(elsewhere, 'apart')).toEqual(apart);
    });
  });
}
