import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rewriteJson } from './rewrite-json';

const nothing = { name: () => null, text: () => null, scalar: () => null };

/** The path of every string and scalar, in order. */
function pathsOf(text: string): readonly string[] {
  const paths: string[] = [];
  const note = (_: string, path: string) => {
    paths.push(path);
    return null;
  };
  rewriteJson(text, 'k', { ...nothing, text: note, scalar: note });
  return paths;
}

describe('rewriteJson', () => {
  it('keeps every character that it does not replace', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        expect(rewriteJson(text, 'k', nothing)).toBe(text);
      }),
    );
    const text = ' { "a" : 12345678901234567890 , "b":[1.0,-0,1e5,"\\u0041"] } ';
    expect(rewriteJson(text, 'k', nothing)).toBe(text);
  });

  it('visits the same texts as a parser', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const seen: string[] = [];
        const note = (text: string) => {
          seen.push(text);
          return null;
        };
        rewriteJson(JSON.stringify(value), 'k', { name: note, text: note, scalar: () => null });
        const parsed: string[] = [];
        JSON.parse(JSON.stringify(value), function (this: unknown, name, member) {
          if (typeof member === 'string') parsed.push(member);
          if (name !== '' && !Array.isArray(this)) parsed.push(name);
          return member;
        });
        const named = JSON.stringify(value).includes('"":') ? null : parsed;
        if (named !== null) expect([...seen].sort()).toEqual([...named].sort());
      }),
    );
  });

  it('tells the way to every value', () => {
    expect(pathsOf('{"a":{"b":1,"c":[true,{"d":"x"}]},"e":"y","f":null,"g":[["z"]]}')).toEqual([
      'k.a.b',
      'k.a.c',
      'k.a.c.d',
      'k.e',
      'k.g',
    ]);
  });

  it('replaces names, strings and numbers', () => {
    const rewrite = {
      name: () => '"n"',
      text: (text: string) => `["${text}"]`,
      scalar: (written: string) => `"${written}"`,
    };
    expect(rewriteJson('{"a":"b","c":[1,"d",null]}', 'k', rewrite)).toBe('{"n":["b"],"n":["1",["d"],null]}');
    expect(rewriteJson('"a"', 'k', rewrite)).toBe('["a"]');
    expect(rewriteJson('1', 'k', rewrite)).toBe('"1"');
  });

  it.each(['', 'a', '{"a":', '"a', '{"a" 1}', 'NaN'])('takes %j for no JSON', (text) => {
    expect(rewriteJson(text, 'k', nothing)).toBeNull();
  });

  it('goes as deep as the text', () => {
    const deep = `${'{"a":['.repeat(5_000)}"x"${']}'.repeat(5_000)}`;
    expect(rewriteJson(deep, 'k', { ...nothing, text: () => '"y"' })).toBe(deep.replace('"x"', '"y"'));
    expect(pathsOf(deep)[0]?.startsWith('k.a.a')).toBe(true);
  });
});
