import { expect, test } from 'vitest';
import { missingAt } from './missing-address';

test.each([
  ['/p/demo/runs/r1', 'run', 'r1'],
  ['/p/demo/runs/r1/d/EXT-1', 'datapoint', 'EXT-1'],
  ['/p/demo/sessions/s%2F1', 'session', 's/1'],
  ['/p/nobody', 'project', 'nobody'],
  ['/p/nobody/runs', 'project', 'nobody'],
  ['/not-found/span/0123456789abcdef', 'span', '0123456789abcdef'],
  ['/p/demo/runs/%E0%A4%A', 'run', '%E0%A4%A'],
])('%s asks for the %s %s', (pathname, kind, id) => {
  expect(missingAt(pathname)).toEqual({ kind, id });
});

test('an address of no page asks for nothing we know', () => {
  expect(missingAt('/wp-login.php')).toBeNull();
});
