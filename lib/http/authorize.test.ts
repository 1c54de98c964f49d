import { beforeEach, describe, expect, test } from 'vitest';
import { parseEnvironment } from '../env';
import type { AppContext } from '../services/context';
import { KeyRing } from '../services/key-ring';
import { aContext } from '../testing/a-context';
import { aKey, revokeAKey } from '../testing/a-key';
import { refusalOf } from './authorize-request';
import { signInCookie } from './sign-in-cookie';

let ctx: AppContext;
beforeEach(() => {
  ctx = aContext();
});

type Headers = Readonly<Record<string, string>>;

function ask(request: string, headers: Headers = {}): Promise<Response | null> {
  const [method = '', url = ''] = request.split(' ');
  return refusalOf(ctx, { method, url, header: (name) => headers[name] });
}

/** 200 for what may pass. */
async function statusOf(request: string, headers?: Headers): Promise<number> {
  return (await ask(request, headers))?.status ?? 200;
}

const bearer = (key: string): Headers => ({ authorization: `Bearer ${key}` });
const cookie = (key: string): Headers => ({ cookie: signInCookie(key, 'http://localhost').split(';', 1)[0] ?? '' });
const BROWSER = { accept: 'text/html,application/xhtml+xml', host: 'localhost:3000' };

describe('without keys', () => {
  test.each(['GET /', 'GET /p/a/runs', 'DELETE /api/projects/a/runs/r', 'POST /v1/runs', 'GET /nowhere'])(
    '%s passes',
    async (request) => {
      expect(await statusOf(request)).toBe(200);
      expect(await statusOf(request, bearer('any'))).toBe(200);
    },
  );

  test.each([
    'localhost:3000',
    '127.0.0.1',
    '[::1]:3000',
    '10.1.2.3:80',
    'build-box',
    'host.docker.internal:3000',
    'a.localhost',
  ])('a request to %s passes: no page of another site can have that name', async (host) => {
    expect(await statusOf('GET /p/a/runs', { host })).toBe(200);
  });

  test.each([
    'rebound.example',
    'rebound.example:3000',
    'localhost.example',
    '127.0.0.1.example',
    'a b',
    'x@y.example',
  ])('a request to %s is refused, or a page of that site could read everything', async (host) => {
    const refusal = await ask('GET /api/projects', { host });
    expect(refusal?.status).toBe(403);
    expect(await refusal?.text()).toContain('ALLOWED_HOSTS');
    expect(await statusOf('GET /p/a/runs', { ...BROWSER, host })).toBe(403);
  });

  test('a name that is allowed passes, and only that', async () => {
    ctx = aContext({ config: parseEnvironment({ ALLOWED_HOSTS: 'Claims.example.org, b.example' }) });
    expect(await statusOf('GET /', { host: 'claims.example.org:8080' })).toBe(200);
    expect(await statusOf('GET /', { host: 'b.example' })).toBe(200);
    expect(await statusOf('GET /', { host: 'c.b.example' })).toBe(403);
  });

  test('where others get through, nobody is let in without a key, not even at first', async () => {
    const now = () => new Date();
    ctx = aContext({ keys: new KeyRing(ctx.store, now, { mayBeOpen: false }) });
    expect(await statusOf('GET /api/projects')).toBe(401);
    expect(await statusOf('POST /v1/runs')).toBe(401);
  });
});

describe('with keys', () => {
  let keys: Readonly<Record<'ingest' | 'read' | 'admin' | 'other', string>>;
  beforeEach(async () => {
    keys = {
      ingest: await aKey(ctx, 'a', 'ingest'),
      read: await aKey(ctx, 'a', 'read'),
      admin: await aKey(ctx, 'a', 'admin'),
      other: await aKey(ctx, 'b', 'admin'),
    };
  });

  const PUBLIC = [
    'GET /_next/static/chunks/a.js',
    'GET /icon.svg',
    'GET /healthz',
    'GET /limits',
    'GET /api/health',
    'GET /api/openapi.json',
    'GET /s/token',
    'GET /s/token/preview.png',
    'GET /api/snapshots/token/export?format=json',
    'GET /sign-in?next=/p/a/runs',
    'POST /api/sign-in',
    'POST /api/sign-out',
  ];
  test.each(PUBLIC)('%s takes no key', async (request) => {
    expect(await statusOf(request)).toBe(200);
  });

  /** Request, and which keys of the project a may make it. */
  const TABLE: readonly (readonly [request: string, allowed: readonly ('ingest' | 'read' | 'admin' | 'other')[]])[] = [
    ['GET /', ['read', 'admin', 'other']],
    ['GET /p/a/runs', ['read', 'admin']],
    ['HEAD /p/a', ['read', 'admin']],
    ['GET /p/~a/settings', ['read', 'admin']],
    ['GET /%70/a/runs', ['read', 'admin']],
    ['POST /p/a/runs', ['admin']],
    ['GET /api/projects', ['read', 'admin', 'other']],
    ['GET /api/projects/a/runs', ['read', 'admin']],
    ['DELETE /api/projects/a/runs/r', ['admin']],
    ['PATCH /api/projects/a', ['admin']],
    ['POST /api/projects/a/snapshots', ['read', 'admin']],
    ['POST /api/projects/a/snapshots/preview', ['read', 'admin']],
    ['DELETE /api/projects/a/snapshots/s', ['admin']],
    ['POST /api/projects/a/access-keys', ['admin']],
    ['GET /api/projects/a%2Fruns', []],
    ['POST /api/sample', ['admin', 'other']],
    ['GET /r/run/x', ['read', 'admin', 'other']],
    ['GET /_next/image?url=/p/a', ['ingest', 'read', 'admin', 'other']],
    ['GET /s/token/more', ['ingest', 'read', 'admin', 'other']],
    ['GET /nowhere', ['ingest', 'read', 'admin', 'other']],
    // The scope of an operation is looked at where it is known.
    ['GET /v1/runs', ['ingest', 'read', 'admin', 'other']],
  ];
  test.each(TABLE)('%s is for %j', async (request, allowed) => {
    expect(await statusOf(request)).toBe(401);
    expect(await statusOf(request, bearer(`${keys.admin}x`))).toBe(401);
    for (const [name, key] of Object.entries(keys)) {
      const status = (allowed as readonly string[]).includes(name) ? 200 : 403;
      expect(await statusOf(request, bearer(key)), name).toBe(status);
      expect(await statusOf(request, cookie(key)), name).toBe(status);
    }
  });

  test('a revoked key opens nothing, and when all are revoked, nothing is open', async () => {
    for (const key of Object.values(keys)) await revokeAKey(ctx, key);
    expect(await statusOf('GET /api/projects/a/runs', bearer(keys.admin))).toBe(401);
    expect(await statusOf('GET /api/projects/a/runs')).toBe(401);
  });

  test('a refusal tells of no other project', async () => {
    const told = await (await ask('GET /api/projects/a/runs', bearer(keys.other)))?.json();
    expect(told).toMatchObject({ status: 403, detail: 'The key "b admin" is of the project "b" and opens no other.' });
  });

  test('a problem names how to come in', async () => {
    const refusal = await ask('GET /api/projects');
    expect(refusal?.headers.get('www-authenticate')).toBe('Bearer');
    expect(refusal?.headers.get('content-type')).toBe('application/problem+json');
    expect(await refusal?.text()).toContain('Authorization: Bearer');
  });

  test('a bearer wins over the cookie', async () => {
    expect(await statusOf('GET /p/a/runs', { ...cookie(keys.read), ...bearer(keys.other) })).toBe(403);
  });

  test.each([
    ['GET /p/a/runs?q=a&sort=-name', BROWSER, '/sign-in?next=%2Fp%2Fa%2Fruns%3Fq%3Da%26sort%3D-name'],
    ['GET /p/a/runs?_rsc=abc', { rsc: '1', accept: '*/*' }, '/sign-in?next=%2Fp%2Fa%2Fruns'],
    ['GET //evil.example/p', BROWSER, '/sign-in?next=%2F%2Fevil.example%2Fp'],
  ])('a browser that asks for %s is led to where it can sign in', async (request, headers, location) => {
    for (const tried of [headers, { ...headers, ...cookie(`${keys.read}x`) }]) {
      const refusal = await ask(request, tried);
      expect(refusal?.status).toBe(307);
      expect(refusal?.headers.get('location')).toBe(location);
    }
  });

  test('a browser signed in with the key of another project can sign in with another key', async () => {
    expect(await statusOf('GET /p/a/runs', { ...BROWSER, ...cookie(keys.other) })).toBe(307);
  });

  test('a program gets a problem, and so does whoever changes something', async () => {
    expect(await statusOf('GET /p/a/runs', { accept: '*/*' })).toBe(401);
    expect(await statusOf('GET /api/projects/a/compare/export?format=html', BROWSER)).toBe(401);
    expect(await statusOf('POST /p/a/runs', BROWSER)).toBe(401);
  });

  test('that the keys can not be read lets nobody in', async () => {
    ctx.store.listKeys = () => Promise.reject(new Error('locked'));
    ctx.keys.invalidate();
    expect(await statusOf('GET /api/projects', bearer(keys.admin))).toBe(503);
    expect(await statusOf('GET /p/a/runs', BROWSER)).toBe(503);
    expect(await statusOf('GET /api/health')).toBe(200);
  });
});

describe('pages of other sites', () => {
  test.each<[string, Headers, number]>([
    ['of the same origin', { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' }, 200],
    ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['of another port of this machine', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:5173' }, 403],
    ['of an old browser at the same origin', { origin: 'http://localhost:3000' }, 200],
    ['of an old browser elsewhere', { origin: 'https://evil.example' }, 403],
    ['without an origin', { origin: 'null' }, 403],
    ['that are no pages but programs', {}, 200],
  ])('%s: changing something is answered so', async (_, headers, status) => {
    const host = { host: 'localhost:3000' };
    for (const request of [
      'POST /api/sample',
      'POST /api/sign-out',
      'DELETE /api/projects/a/runs/r',
      'POST /v1/events',
    ]) {
      expect(await statusOf(request, { ...host, ...headers }), request).toBe(status);
    }
    const key = await aKey(ctx, 'a', 'admin');
    expect(await statusOf('DELETE /api/projects/a/runs/r', { ...host, ...cookie(key), ...headers })).toBe(status);
  });

  test('exports are for pages of any site, as CORS_ORIGINS says', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://app.example' };
    expect(await statusOf('POST /v1/traces', headers)).toBe(200);
  });

  test('behind a proxy with https the origin is the one the browser sees', async () => {
    const headers = { host: 'localhost', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'claims.example' };
    expect(await statusOf('POST /api/sample', { ...headers, origin: 'https://claims.example' })).toBe(200);
    expect(await statusOf('POST /api/sample', { ...headers, origin: 'http://claims.example' })).toBe(403);
  });
});

test('the cookie is out of reach for scripts and other sites, and of plain http where there is https', () => {
  expect(signInCookie('bc_x', 'http://localhost')).toMatch(/^baggage-claim-key=bc_x; .*HttpOnly; SameSite=Lax$/);
  expect(signInCookie('bc_x', 'https://claims.example')).toMatch(/; Secure$/);
});
