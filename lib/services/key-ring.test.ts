import { beforeEach, expect, test, vi } from 'vitest';
import { MemoryStore } from '../store/memory-store';
import { KeyRing } from './key-ring';
import { makeKey } from './keys/make-key';

const START = Date.parse('2026-11-21T12:00:00Z');

let now: number;
let store: MemoryStore;
let ring: KeyRing;
beforeEach(() => {
  now = START;
  store = new MemoryStore();
  ring = new KeyRing(store, () => new Date(now));
});

async function make(...scopes: ('ingest' | 'read' | 'admin')[]) {
  return makeKey(store, await store.ensureProject('p'), { name: 'one', scopes }, new Date(now));
}

test('a key of another process opens after a second, and a revoked one closes', async () => {
  expect(await ring.admit(null, 'admin')).toBeNull();
  const { id, token } = await make('read');
  expect(await ring.admit(token, 'read')).toBeNull();
  now += 1000;
  expect(await ring.admit(token, 'read')).toMatchObject({ project: 'p', name: 'one' });
  await expect(ring.admit(null, 'read')).rejects.toMatchObject({ code: 'unauthenticated' });
  await store.revokeKey((await store.ensureProject('p')).id, id, new Date(now));
  now += 1000;
  await expect(ring.admit(token, 'read')).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(await ring.isEmpty()).toBe(false);
});

test('a clock that is set back does not keep a revoked key alive', async () => {
  const { id, token } = await make('read');
  await ring.identify(token);
  await store.revokeKey((await store.ensureProject('p')).id, id, new Date(now));
  now -= 3_600_000;
  await expect(ring.identify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('what was read before a change is forgotten, also while it is on its way', async () => {
  let answer: (keys: []) => void = () => undefined;
  vi.spyOn(store, 'listKeys').mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  const early = ring.isEmpty();
  await make('admin');
  ring.invalidate();
  answer([]);
  expect(await early).toBe(true);
  expect(await ring.isEmpty()).toBe(false);
});

test('many requests at once read the keys once', async () => {
  await make('read');
  const listed = vi.spyOn(store, 'listKeys');
  await Promise.all(Array.from({ length: 50 }, () => ring.isEmpty()));
  expect(listed).toHaveBeenCalledTimes(1);
});

test('a use is noted once a minute, and one that can not be noted refuses nobody', async () => {
  const { id, token } = await make('read');
  const noted = vi.spyOn(store, 'noteKeyUse');
  for (let second = 0; second <= 60; second++) {
    await ring.admit(token, 'read');
    now += 1000;
  }
  expect(noted.mock.calls).toEqual([
    [id, new Date(START)],
    [id, new Date(START + 60_000)],
  ]);
  noted.mockRejectedValue(new Error('read-only'));
  now += 60_000;
  expect(await ring.admit(token, 'read')).toMatchObject({ id });
});

test('the text of a key is kept nowhere', async () => {
  const { token } = await make('admin');
  const kept = JSON.stringify(await store.listKeys(), (_, value) => (value instanceof Uint8Array ? [...value] : value));
  expect(token).toMatch(/^bc_[\w-]{43}$/);
  expect(kept).not.toContain(token.slice(8));
});

test.each([
  ['ingest', ['ingest']],
  ['read', ['read']],
  ['admin', ['ingest', 'read', 'admin']],
] as const)('%s lets in for %j', async (scope, allowed) => {
  const { token } = await make(scope);
  for (const asked of ['ingest', 'read', 'admin'] as const) {
    const tried = ring.admit(token, asked);
    if ((allowed as readonly string[]).includes(asked)) expect(await tried).not.toBeNull();
    else await expect(tried).rejects.toMatchObject({ code: 'forbidden' });
  }
});
