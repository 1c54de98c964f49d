import { expect, it } from 'vitest';
import { canonicalUrl } from './canonical-url';

it.each([
  ['/p/demo/runs?q=a', '/p/demo/runs?q=a'],
  ['/s/../p/demo', '/p/demo'],
  ['/s/%2e%2E/p/demo', '/p/demo'],
  ['/s/.%2e/./p/demo', '/p/demo'],
  ['/s\\..\\p\\demo', '/p/demo'],
  ['http://other.example/p/demo?a=1', '/p/demo?a=1'],
  ['//p/demo', '//p/demo'],
  ['/p/demo#/../../s/x', '/p/demo'],
  ['/p/%2Fdemo', '/p/%2Fdemo'],
  ['/p/%ff', '/p/%25ff'],
  ['*', '/'],
])('%s asks for %s', (target, url) => {
  expect(canonicalUrl(target)).toBe(url);
});
