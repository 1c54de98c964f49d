import { expect, test } from 'vitest';
import { requestOrigin } from './request-origin';

const FALLBACK = 'http://localhost:3000';

test.each<[string, Record<string, string>, string]>([
  ['directly', { host: '10.0.0.7:3000' }, 'http://10.0.0.7:3000'],
  ['by an IPv6 address', { host: '[::1]:3000' }, 'http://[::1]:3000'],
  [
    'through a proxy',
    { host: 'inner:3000', 'x-forwarded-host': 'claims.example', 'x-forwarded-proto': 'https' },
    'https://claims.example',
  ],
  [
    'through two proxies',
    { host: 'inner', 'x-forwarded-host': 'claims.example, middle', 'x-forwarded-proto': 'https, http' },
    'https://claims.example',
  ],
  ['without a host', {}, FALLBACK],
  ['by a host that is none', { host: '"><script>' }, FALLBACK],
  ['by a host with a path', { host: 'claims.example/evil?x' }, 'http://claims.example'],
  [
    'by a protocol that is none',
    { host: 'claims.example', 'x-forwarded-proto': 'javascript' },
    'http://claims.example',
  ],
])('a request that came %s has the address its client knows', (_how, headers, origin) => {
  expect(requestOrigin(new Headers(headers), FALLBACK)).toBe(origin);
});
