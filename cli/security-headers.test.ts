import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { addSecurityHeaders } from './security-headers';

function policyOf(url: string): string {
  const headers = new Map<string, string>();
  const request = { url, headers: {} } as IncomingMessage;
  addSecurityHeaders(request, {
    setHeader: (name: string, value: string) => headers.set(name, value),
  } as unknown as ServerResponse);
  expect(request.headers['content-security-policy']).toBe(headers.get('Content-Security-Policy'));
  return headers.get('Content-Security-Policy') ?? '';
}

it.each(['/s/token', '/s/token?x=1', '/s/token/preview.png'])('%s may do nothing but be read', (url) => {
  expect(policyOf(url)).toContain("default-src 'none'");
  expect(policyOf(url)).not.toContain('script-src');
});

it.each(['/', '/p/s/runs', '/s', '/s/', '/s/token/other', '/x?/s/token'])(
  '%s may run the scripts it came with',
  (url) => {
    expect(policyOf(url)).toMatch(/script-src 'self' 'nonce-[\w+/=]{20,}'/);
    expect(policyOf(url)).not.toBe(policyOf(url));
  },
);
