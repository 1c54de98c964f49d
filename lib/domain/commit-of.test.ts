import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commitOf } from './commit-of';
import type { JsonObject } from './json';

const SHA = '4291199a0c6f4a6d6a30b2c5f0b7e7f1f2a3b4c5';
const NONE = { metadata: {}, configuration: {} };

test.each<[string, JsonObject]>([
  ['commit', { commit: SHA }],
  ['git_commit', { git_commit: SHA }],
  ['a dotted name', { 'git.commit': SHA }],
  ['git_commit_hash', { git_commit_hash: SHA }],
  ['commit_hash', { commit_hash: SHA }],
  ['commit_sha', { commit_sha: SHA }],
  ['the variable of GitHub Actions', { GITHUB_SHA: SHA }],
  ['the attribute of OpenTelemetry', { 'vcs.ref.head.revision': SHA }],
  ['an object `git`', { git: { commit: SHA } }],
  ['the git context of the client', { git_info: { branch: 'main', commit_hash: SHA } }],
  ['an object `commit`', { commit: { sha: SHA, message: 'Fix' } }],
])('the commit of a run is found as %s, in its metadata and in its configuration', (_name, bag) => {
  expect(commitOf({ metadata: bag, configuration: {} })).toBe(SHA);
  expect(commitOf({ metadata: {}, configuration: bag })).toBe(SHA);
});

test('the metadata wins over the configuration, and a plain member over a nested one', () => {
  expect(commitOf({ metadata: { commit: 'aaaaaaa' }, configuration: { commit: 'bbbbbbb' } })).toBe('aaaaaaa');
  expect(commitOf({ metadata: { git: { commit: 'aaaaaaa' }, commit_hash: 'bbbbbbb' }, configuration: {} })).toBe(
    'bbbbbbb',
  );
});

test('a tag or a description is as good as a hash', () => {
  expect(commitOf({ ...NONE, metadata: { commit: ' v1.4.0-3-gabc1234 \n' } })).toBe('v1.4.0-3-gabc1234');
});

test.each<[string, JsonObject]>([
  ['empty', { commit: '  ' }],
  ['no text', { commit: true, git_commit: 1234567, commit_sha: null, git_sha: [SHA] }],
  ['a whole message', { commit: 'x'.repeat(101) }],
  ['several lines', { commit: 'abc1234\nFix the baggage' }],
  ['two levels down', { ci: { git: { commit: SHA } } }],
])('what is no commit is passed over: %s', (_name, bag) => {
  expect(commitOf({ metadata: bag, configuration: {} })).toBeNull();
  expect(commitOf({ metadata: bag, configuration: { commit_hash: SHA } })).toBe(SHA);
});

test('what a bag inherits is not its own', () => {
  const heir = Object.create({ commit: SHA, git: { commit: SHA } }) as JsonObject;
  expect(commitOf({ metadata: heir, configuration: { git: heir } })).toBeNull();
});

test('whatever a client sends, the answer is null or one short line', () => {
  const bag = fc.oneof(
    fc.dictionary(fc.constantFrom('commit', 'git', 'vcs', '__proto__', 'sha'), fc.jsonValue(), {
      noNullPrototype: true,
    }),
    fc.record({ git: fc.dictionary(fc.constantFrom('commit', 'sha', 'constructor'), fc.jsonValue()) }),
    fc.record({ commit: fc.string({ unit: 'binary', maxLength: 120 }) }),
  );
  fc.assert(
    fc.property(bag, bag, (metadata, configuration) => {
      const commit = commitOf({ metadata: metadata as JsonObject, configuration: configuration as JsonObject });
      if (commit === null) return;
      expect(commit.trim()).toBe(commit);
      expect(commit.length).toBeGreaterThan(0);
      expect(commit.length).toBeLessThanOrEqual(100);
      expect(commit.split(/[\n\r]/)).toHaveLength(1);
    }),
  );
});
