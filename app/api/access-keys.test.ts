import { beforeEach, expect, test } from 'vitest';
import { accessKeyListSchema, newAccessKeySchema } from '@/lib/contracts/keys';
import type { AppContext } from '@/lib/services/context';
import { aContext } from '@/lib/testing/a-context';
import { sendGuarded } from '@/lib/testing/send-guarded';

const KEYS = '/api/projects/demo/access-keys';

let ctx: AppContext;
beforeEach(async () => {
  let now = Date.parse('2026-11-21T12:00:00Z');
  ctx = aContext({ now: () => new Date(now++) });
  await ctx.store.ensureProject('demo');
});

function ask(request: string, headers: Readonly<Record<string, string>> = {}, body?: object): Promise<Response> {
  const [method = '', path = ''] = request.split(' ');
  const sent = { ...headers, ...(body && { 'content-type': 'application/json' }) };
  const init = { method, headers: sent, body: body === undefined ? null : JSON.stringify(body) };
  return sendGuarded(ctx)(new Request(`http://localhost:3000${path}`, init));
}

async function create(name: string, scopes: readonly string[], headers?: Readonly<Record<string, string>>) {
  const response = await ask(`POST ${KEYS}`, headers, { name, scopes });
  expect(response.status).toBe(200);
  return { key: newAccessKeySchema.parse(await response.json()), cookie: response.headers.get('set-cookie') };
}

const list = async (headers: Readonly<Record<string, string>>, query = '') =>
  accessKeyListSchema.parse(await (await ask(`GET ${KEYS}${query}`, headers)).json());

test('the first key needs admin and signs its maker in; others do not', async () => {
  expect(await list({})).toEqual({ keys: [], nextCursor: null, current: null, admins: 0 });
  const refused = await ask(`POST ${KEYS}`, {}, { name: 'ci', scopes: ['ingest', 'read'] });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('The first key needs the scope admin');

  const first = await create('me', ['admin']);
  expect(first.cookie).toContain(`=${first.key.token}; `);
  expect((await ask(`GET ${KEYS}`)).status).toBe(401);

  const cookie = { cookie: first.cookie?.split(';', 1)[0] ?? '' };
  const second = await create('ci', ['ingest', 'read', 'read'], cookie);
  expect(second.cookie).toBeNull();
  expect(second.key.scopes).toEqual(['ingest', 'read']);
  const { keys, current, admins } = await list(cookie);
  expect(keys.map(({ name }) => name)).toEqual(['ci', 'me']);
  expect([current?.name, admins]).toEqual(['me', 1]);
  expect(JSON.stringify(keys)).not.toContain(second.key.token);
});

test('a list goes on page by page', async () => {
  const { key } = await create('0', ['admin']);
  const bearer = { authorization: `Bearer ${key.token}` };
  for (const name of ['1', '2', '3', '4']) await create(name, ['read'], bearer);
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await list(bearer, `?limit=2${cursor && `&cursor=${cursor}`}`);
    names.push(...page.keys.map(({ name }) => name));
    cursor = page.nextCursor;
  }
  expect(names).toEqual(['4', '3', '2', '1', '0']);
  expect((await ask(`GET ${KEYS}?cursor=none`, bearer)).status).toBe(400);
});

test('a revoked key is refused from the next request on, and again is no error', async () => {
  const { key } = await create('me', ['admin']);
  const bearer = { authorization: `Bearer ${key.token}` };
  const { key: other } = await create('ci', ['read'], bearer);
  for (let time = 0; time < 2; time++) expect((await ask(`DELETE ${KEYS}/${other.id}`, bearer)).status).toBe(204);
  expect((await ask(`GET ${KEYS}`, { authorization: `Bearer ${other.token}` })).status).toBe(401);
  expect((await ask(`DELETE ${KEYS}/nothing`, bearer)).status).toBe(404);
});

test.each([
  [{ name: '', scopes: ['read'] }, 'name'],
  [{ name: 'x'.repeat(101), scopes: ['read'] }, 'name'],
  [{ name: 'x', scopes: [] }, 'scopes'],
  [{ name: 'x', scopes: ['fly'] }, 'scopes'],
  [{ name: 'x', scopes: ['admin'], project: 'other' }, 'project'],
])('%j makes no key', async (body, member) => {
  const response = await ask(`POST ${KEYS}`, {}, body);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(member);
  expect(await ctx.store.listKeys()).toEqual([]);
});

test('signing in keeps a key that works, and signing out forgets it', async () => {
  expect((await ask('POST /api/sign-in', {}, { key: 'any' })).headers.get('set-cookie')).toBeNull();
  const { key } = await create('me', ['admin']);
  const refused = await ask('POST /api/sign-in', {}, { key: `${key.token}x` });
  expect([refused.status, refused.headers.get('set-cookie')]).toEqual([401, null]);
  const accepted = await ask('POST /api/sign-in', {}, { key: ` ${key.token}\n` });
  expect([accepted.status, accepted.headers.get('set-cookie')]).toEqual([204, expect.stringContaining(key.token)]);
  expect((await ask('POST /api/sign-out')).headers.get('set-cookie')).toMatch(/^baggage-claim-key=; Max-Age=0; /);
});

test('with keys the sample takes one of its own project', async () => {
  const { key } = await create('me', ['admin']);
  await ctx.store.ensureProject('other');
  const bearer = { authorization: `Bearer ${key.token}` };
  expect((await ask('POST /api/sample')).status).toBe(401);
  const { loadSample } = await import('@/lib/services/load-sample');
  const loaded = await loadSample(ctx, sendGuarded(ctx), key.token);
  expect(loaded).toMatchObject({ project: 'demo', runs: [expect.any(String), expect.any(String)] });
  expect((await ask(`GET /api/projects/demo/runs/${loaded.runs[0]}`, bearer)).status).toBe(200);
});
