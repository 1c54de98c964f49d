import { expect, it } from 'vitest';
import { readKey } from './read-key';

it('the flag wins over HH_API_KEY, and without both there is none', () => {
  expect(readKey('flag', { HH_API_KEY: 'variable' })).toBe('flag');
  expect(readKey(undefined, { HH_API_KEY: 'variable' })).toBe('variable');
  expect(readKey(undefined, {})).toBeNull();
  // A secret that is not set is an empty variable in CI.
  expect(readKey(undefined, { HH_API_KEY: '' })).toBeNull();
});

it.each(['', 'a secret', 'secret\n', 'sécret'])('%j is refused, and not repeated', (key) => {
  expect(() => readKey(key, {})).toThrow('--key is no key');
  expect(() => readKey(key, {})).not.toThrow('cret');
});
