import { describe, expect, test } from 'vitest';
import { aKey, NOW } from '../../testing/store-batch';
import { LATER, type StoreFixture } from './store-fixture';

export function describeKeys(fixture: StoreFixture): void {
  const listed = async () => (await fixture.store.listKeys()).map(({ id }) => id);

  describe('keys', () => {
    test('of every project are listed with all that is known of them, oldest first', async () => {
      const { store, projectId } = fixture;
      const other = await store.ensureProject('other');
      expect(await store.listKeys()).toEqual([]);
      const key = aKey('c', { name: 'ci\0', scopes: ['ingest', 'read'], createdAt: LATER });
      await store.createKey(projectId, key);
      for (const id of ['b', 'a']) await store.createKey(other.id, aKey(id, { scopes: ['admin'] }));
      const keys = await store.listKeys();
      expect(keys.map(({ id, project }) => [id, project])).toEqual([
        ['a', 'other'],
        ['b', 'other'],
        ['c', 'project'],
      ]);
      const { tokenHash, ...rest } = key;
      expect(keys[2]).toMatchObject({ ...rest, name: 'ci\ufffd', projectId, lastUsedAt: null, revokedAt: null });
      expect(Buffer.from(keys[2]?.tokenHash ?? []).equals(tokenHash)).toBe(true);
    });

    test('a key is revoked once, and by its own project', async () => {
      const { store, projectId } = fixture;
      const other = await store.ensureProject('other');
      await store.createKey(projectId, aKey('a'));
      expect(await store.revokeKey(other.id, 'a', NOW)).toBe(false);
      expect(await store.revokeKey(projectId, 'unknown', NOW)).toBe(false);
      expect(await store.revokeKey(projectId, 'a', NOW)).toBe(true);
      expect(await store.revokeKey(projectId, 'a', LATER)).toBe(false);
      expect(await store.listKeys()).toMatchObject([{ id: 'a', revokedAt: NOW }]);
    });

    test('the latest use is remembered, in whatever order uses are told', async () => {
      const { store, projectId } = fixture;
      await store.createKey(projectId, aKey('a'));
      await store.createKey(projectId, aKey('b'));
      await store.noteKeyUse('a', LATER);
      await store.noteKeyUse('a', NOW);
      await store.noteKeyUse('unknown', NOW);
      expect(await store.listKeys()).toMatchObject([{ lastUsedAt: LATER }, { lastUsedAt: null }]);
      expect(await listed()).toEqual(['a', 'b']);
    });
  });
}
