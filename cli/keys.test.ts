import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createKey, listKeys, revokeKey } from './keys';

let folder: string;
let db: string;
let printed: string[] = [];
let said: string[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'));
  db = join(folder, 'x.db');
  [printed, said] = [[], []];
  vi.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text));
  vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('a key is made in a new database, listed and revoked; standard output has its text alone', async () => {
  await createKey({ project: 'a\u202Eb', name: 'nightly', db });
  expect(printed).toEqual([expect.stringMatching(/^bc_[\w-]{43}$/)]);
  const id = /^Key (\S+) /.exec(said[0] ?? '')?.[1] ?? '';
  expect(said).toEqual([`Key ${id} (nightly) of the project a\\u202Eb may ingest, read. It is shown only now:`]);

  await listKeys({ db });
  expect(printed[1]).toMatch(/^ID +PROJECT +NAME.*\n\S+ +a\\u202Eb +nightly +bc_.{4}… +ingest,read .* never +works$/);
  await listKeys({ db, json: true, project: 'a\u202Eb' });
  expect(JSON.parse(printed[2] ?? '')).toEqual([
    expect.objectContaining({ id, name: 'nightly', scopes: ['ingest', 'read'], lastUsedAt: null, revokedAt: null }),
  ]);
  expect(printed[2]).not.toContain('tokenHash');
  await listKeys({ db, project: 'other' });
  expect(said.at(-1)).toBe('None.');

  await revokeKey(id, { db });
  await expect(revokeKey(id, { db })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining('revoked before'),
  });
  await listKeys({ db });
  expect(printed.at(-1)).toMatch(/revoked \d{4}-\d\d-\d\dT\d\d:\d\dZ$/);
});

test.each([
  ['an unknown scope', { scope: 'read,fly' }, '--scope takes some of ingest,read,admin, not read,fly.'],
  ['an empty scope', { scope: '' }, '--scope takes some of'],
  ['an empty name', { name: '' }, '--name takes'],
  ['an empty project', { project: '' }, '--project is empty'],
])('%s is refused in one line, and no database is made', async (_, flags, message) => {
  const refused = createKey({ project: 'p', name: 'n', db, ...flags });
  await expect(refused).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining(message) });
  expect(existsSync(db)).toBe(false);
});

test('a database that is not there has no keys to list or revoke', async () => {
  for (const refused of [listKeys({ db }), revokeKey('x', { db })]) {
    await expect(refused).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining(db) });
  }
  expect(existsSync(db)).toBe(false);
});
