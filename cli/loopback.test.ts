import { expect, it } from 'vitest';
import { isLoopback } from './loopback';

it.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost', 'LOCALHOST', '0:0:0:0:0:0:0:1'])(
  '%s is this machine alone',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

it.each([
  '0.0.0.0',
  '::',
  '10.0.0.1',
  '192.168.1.4',
  'localhost.example',
  '127.0.0.1.example',
  'box',
  '128.0.0.1',
  'fe80::1',
])('%s may be reached from elsewhere', (host) => {
  expect(isLoopback(host)).toBe(false);
});
