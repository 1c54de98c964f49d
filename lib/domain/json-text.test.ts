import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAppError } from './errors';
import type { JsonValue } from './json';
import { parseJson, stringifyJson } from './json-text';

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

function refusal(text: string): string {
  try {
    parseJson(text);
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid-request') return error.message;
    throw error;
  }
  throw new Error('was accepted');
}

describe('parseJson', () => {
  it.each<[string, JsonValue]>([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['18446744073709551615', 18446744073709551615n],
    ['1e18', 1e18],
    ['1e300', 1e300],
    ['9007199254740993.0', 9007199254740992],
    ['-0', -0],
    ['0.1', 0.1],
    ['5e-324', 5e-324],
    ['"\\ud83d\\ude00\\u0000\\/"', '😀\u0000/'],
    [' [ 1 , {"a" : [ ] } ] ', [1, { a: [] }]],
  ])('reads %s without loss', (text, value) => {
    const parsed = parseJson(text);
    expect(parsed).toEqual(typeof value === 'object' ? parseJson(JSON.stringify(value)) : value);
    expect(stringifyJson(parsed)).toBe(stringifyJson(value));
  });

  it('keeps an integer exact beside everything else the careful parser has to read', () => {
    const text = '{"big":12345678901234567890,"t":[true,false,null],"s":"a\\n\\"b\\u00e9","d":-1.5E+2,"e":{},"l":[]}';
    expect(stringifyJson(parseJson(text))).toBe(
      '{"big":12345678901234567890,"t":[true,false,null],"s":"a\\n\\"bé","d":-150,"e":{},"l":[]}',
    );
  });

  it.each([
    '{"__proto__":{"polluted":1},"constructor":2}',
    '{"__proto__":{"polluted":1},"constructor":12345678901234567890}',
  ])('treats prototype names as plain members in %s', (text) => {
    const value = parseJson(text) as Record<string, JsonValue>;
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(value.toString).toBeUndefined();
    expect((value as { polluted?: unknown }).polluted).toBeUndefined();
    expect(stringifyJson(value)).toBe(text);
  });

  it('lets the last of repeated members count, in both parsers', () => {
    expect(stringifyJson(parseJson('{"a":1,"a":2}'))).toBe('{"a":2}');
    expect(stringifyJson(parseJson('{"a":9007199254740993,"a":2}'))).toBe('{"a":2}');
  });

  it('takes 500 levels and refuses more without a stack overflow', () => {
    expect(stringifyJson(parseJson(nested(500)))).toBe(nested(500));
    expect(refusal(nested(501))).toContain('500 levels');
    expect(refusal(nested(1_000_000))).toContain('500 levels');
    expect(refusal(`${'{"a":'.repeat(501)}1${'}'.repeat(501)}`)).toContain('500 levels');
  });

  it.each([
    ['', 'line 1, column 1: the text ends where a value is expected'],
    ['{\n  "a": 1,\n  "b": }', 'line 3, column 8: expected a value'],
    ['{"a" 1}', 'line 1, column 6: expected a colon'],
    ['{"a":1', 'line 1, column 7: expected a comma or }'],
    ['{"a":1,}', 'line 1, column 8: expected a member name'],
    ['{a:1}', 'line 1, column 2: expected a member name'],
    ['[1 2]', 'line 1, column 4: expected a comma or ]'],
    ['[1,]', 'line 1, column 4: expected a value'],
    ['[1] x', 'line 1, column 5: nothing may follow'],
    ['01', 'line 1, column 2: nothing may follow'],
    ['NaN', 'write "NaN"'],
    ['[Infinity]', 'write "NaN" and "Infinity"'],
    ['-Infinity', 'after the minus sign'],
    ['1e400', 'line 1, column 1: this number is too large'],
    ['-1.5e999', 'too large'],
    ['9'.repeat(401), 'too large'],
    ['"abc', 'line 1, column 5: the text ends inside a string'],
    ['"a\nb"', 'line 1, column 1: this string has a control character'],
    ['"\\x"', 'unknown escape'],
    ['\u00a0 1', 'expected a value'],
    ["'a'", 'expected a value'],
    ['tru', 'only true, false and null'],
  ])('refuses %j and says where and why', (text, message) => {
    expect(refusal(text)).toContain(message);
  });

  it('agrees with the engine about what is JSON, and about every value without big integers', () => {
    const almostJson = fc.stringMatching(/^[[\]{}:,"0-9eE.\-+ tfnrualse\\]{0,14}$/);
    fc.assert(
      fc.property(fc.oneof(fc.json(), almostJson), (text) => {
        // The big integer beside it sends the text through the careful parser.
        const both = `[${text},9007199254740993]`;
        let expected: unknown;
        try {
          JSON.parse(both);
          expected = JSON.parse(`[${text}]`);
        } catch {
          expect(() => parseJson(both)).toThrow('Not valid JSON');
          return;
        }
        const parsed = (parseJson(both) as JsonValue[]).slice(0, -1);
        const asDoubles = JSON.stringify(expected);
        expect(JSON.stringify(JSON.parse(stringifyJson(parsed)))).toBe(asDoubles);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('stringifyJson', () => {
  it('is read back as the same value', () => {
    const { value } = fc.letrec<{ value: JsonValue; big: bigint; key: string }>((tie) => ({
      big: fc.bigInt().filter((n) => n > 2n ** 53n || n < -(2n ** 53n)),
      key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', '')),
      value: fc.oneof(
        { maxDepth: 5 },
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        fc.constant(null),
        fc
          .double({ noNaN: true, noDefaultInfinity: true })
          .filter((n) => !(Number.isInteger(n) && Math.abs(n) > 2 ** 53)),
        tie('big'),
        fc.array(tie('value')),
        fc.dictionary(tie('key'), tie('value'), { noNullPrototype: false }),
      ),
    }));
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (sent, indent) => {
        const text = stringifyJson(sent, indent);
        const read = parseJson(text);
        expect(stringifyJson(read, indent)).toBe(text);
        expect(read).toEqual(parseJson(stringifyJson(sent)));
      }),
    );
  });

  it('indents like JSON.stringify', () => {
    const value = { a: [1, { b: 'x' }], c: {}, d: [] };
    expect(stringifyJson(value, 2)).toBe(JSON.stringify(value, null, 2));
  });

  it('writes what JSON has no numbers for as words', () => {
    expect(stringifyJson([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0])).toBe(
      '["NaN","Infinity","-Infinity",-0]',
    );
  });

  it('refuses cycles and bottomless values instead of overflowing the stack', () => {
    const loop: JsonValue[] = [];
    loop.push(loop);
    expect(() => stringifyJson(loop)).toThrow('500 levels');
  });
});
