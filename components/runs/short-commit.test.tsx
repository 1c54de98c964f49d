import { expect, test } from 'vitest';
import { shortCommit } from './short-commit';

test.each([
  ['4291199a0c6f4a6d6a30b2c5f0b7e7f1f2a3b4c5', '4291199'],
  ['ABCDEF12', 'ABCDEF1'],
  ['abc1234', 'abc1234'],
  ['v1.4.0-3-gabc1234', 'v1.4.0-3-gabc1234'],
  ['refs/heads/a-long-branch-name', 'refs/heads/a-long-br…'],
])('the commit %s is called %s', (commit, short) => {
  expect(shortCommit(commit)).toBe(short);
});
