import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileKeyPatterns } from './key-patterns';

const matches = (pattern: string, key: string) => compileKeyPatterns([pattern])(key) !== null;

describe('compileKeyPatterns', () => {
  it.each([
    ['run_id', 'run_id'],
    ['run_id', 'honeyhive_metadata.run_id'],
    ['RUN_id', 'Run_ID'],
    ['inputs.*', 'inputs.question'],
    ['inputs.*', 'honeyhive.inputs.question.text'],
    ['inputs', 'inputs.question'],
    ['honeyhive_inputs.*', 'honeyhive_inputs.a'],
    ['*secret*', 'db.client_secret_value'],
    ['*', 'anything'],
    ['a*b*c', 'a1b2c'],
    ['a.*.c', 'a.b.b.c'],
  ])('%s covers %s', (pattern, key) => {
    expect(matches(pattern, key)).toBe(true);
  });

  it.each([
    ['run_id', 'my_run_id'],
    ['run_id', 'run_ids'],
    ['inputs.*', 'inputs'],
    ['inputs.*', 'my_inputs.question'],
    ['a*b*c', 'acb'],
    ['a?c', 'abc'],
    ['a.c', 'abc'],
    ['[ab]', 'a'],
    ['aa*aa', 'aaa'],
  ])('%s does not cover %s', (pattern, key) => {
    expect(matches(pattern, key)).toBe(false);
  });

  it('agrees with a regular expression on short keys', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(pattern, text, (glob, key) => {
        const source = Array.from(glob, (char) => (char === '*' ? '.*' : char === '.' ? '\\.' : char)).join('');
        expect(matches(glob, key)).toBe(new RegExp(`(?:^|\\.)${source}(?:$|\\.)`).test(key));
      }),
    );
  });

  it('takes what would hang a regular expression for a plain text', () => {
    expect(matches('(a+)+$', 'a'.repeat(100_000))).toBe(false);
    expect(matches(`${'*a'.repeat(99)}*b`, 'a'.repeat(100_000))).toBe(false);
  });
});
