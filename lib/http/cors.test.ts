import { describe, expect, it } from 'vitest';
import { parseEnvironment } from '../env';
import { corsHeaders, preflightHeaders } from './cors';

const LIST = ['https://app.example.org', 'http://localhost:5173'];

describe('corsHeaders', () => {
  it('are the same for every page when all are allowed', () => {
    expect(corsHeaders('*', 'https://any.example')).toEqual({ 'access-control-allow-origin': '*' });
  });

  it('name a page that is on the list, and tell caches that they differ', () => {
    const headers = { vary: 'origin', 'access-control-allow-origin': 'http://localhost:5173' };
    expect(corsHeaders(LIST, 'http://localhost:5173')).toEqual(headers);
  });

  it.each(['https://app.example.org.evil.example', 'https://APP.example.org', 'null', '', undefined])(
    'allow nothing to %s, which is not on the list',
    (origin) => {
      expect(corsHeaders(LIST, origin)).toEqual({ vary: 'origin' });
      expect(preflightHeaders(LIST, origin)).toEqual({ vary: 'origin' });
    },
  );

  it('never allow credentials', () => {
    for (const allowed of ['*', LIST] as const) {
      const headers = preflightHeaders(allowed, LIST[0]);
      expect(headers['access-control-allow-headers']).toMatch(/authorization.*content-type.*traceparent/);
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });
});

describe('CORS_ORIGINS', () => {
  it.each([
    ['*', '*'],
    [' * ', '*'],
    ['', []],
    ['https://a.example', ['https://a.example']],
    ['https://a.example, http://localhost:5173', ['https://a.example', 'http://localhost:5173']],
  ])('"%s" is %j', (text, origins) => {
    expect(parseEnvironment({ CORS_ORIGINS: text }).corsOrigins).toEqual(origins);
  });

  it.each(['a.example', 'https://a.example/', 'https://*.example', '*, https://a.example', 'ftp://a'])(
    '"%s" is refused',
    (text) => {
      expect(() => parseEnvironment({ CORS_ORIGINS: text })).toThrow('CORS_ORIGINS');
    },
  );
});
