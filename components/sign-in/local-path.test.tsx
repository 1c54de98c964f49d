import { expect, test } from 'vitest';
import { localPath } from './local-path';

test.each([
  ['/p/demo/runs?q=a', '/p/demo/runs?q=a'],
  ['/p/a%2Fb', '/p/a%2Fb'],
  [undefined, '/'],
  [['/a', '/b'], '/'],
  ['https://evil.example', '/'],
  ['//evil.example/p', '/'],
  ['/\\evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/.//evil.example', '/'],
  ['/a/..//evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['http://[', '/'],
])('after signing in, %j leads to %s', (next, path) => {
  expect(localPath(next)).toBe(path);
});
