import { describe, expect, it } from 'vitest';
import { buildForest } from './build-forest';
import { normaliseName, PathSignatures, pathHash } from './path-signature';

/** Signatures of spans written as `id<parent:name`. */
function signaturesOf(words: readonly string[]) {
  const spans = words.map((word, start) => {
    const [ids = '', name = ''] = word.split(':');
    const [spanId = '', parentSpanId = null] = ids.split('<');
    return { traceId: 't', spanId, parentSpanId, start, name, kind: 1, scopeName: 'honeyhive.139' };
  });
  return new PathSignatures(buildForest(spans, { settled: true }), spans);
}

describe('normaliseName', () => {
  it.each([
    ['chat 17', 'chat #'],
    ['get 3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'get <uuid>'],
    ['call deadbeef42', 'call <hex>'],
    ['say "hello 1" and \'x\'', 'say <text> and <text>'],
    ['decade', 'decade'],
  ])('reads %s as %s', (name, normalised) => {
    expect(normaliseName(name)).toBe(normalised);
  });
});

describe('PathSignatures', () => {
  it('is equal for the same place in two runs', () => {
    const one = signaturesOf(['a:fn', 'b<a:chat 1', 'c<b:tool']);
    const other = signaturesOf(['x:fn', 'y<x:other', 'z<x:chat 29', 'w<z:tool']);
    expect(one.hashOf(2)).toBe(other.hashOf(3));
    expect(one.hashOf(1)).not.toBe(other.hashOf(1));
    expect(one.textOf(2)).toBe('fn › chat # › tool');
  });

  it('counts equal steps in a row once, so that an agent loop has one path', () => {
    const loop = signaturesOf(['a:fn', 'b<a:turn 1', 'c<b:turn 2', 'd<c:turn 3', 'e<d:end']);
    expect(loop.textOf(3)).toBe('fn › turn #+');
    expect(loop.pathOf(2)).toBe(loop.pathOf(3));
    expect(loop.textOf(4)).toBe('fn › turn #+ › end');
  });

  it('begins with a question mark below a parent that never came', () => {
    expect(signaturesOf(['b<gone:chat']).textOf(0)).toBe('? › chat');
  });

  it('shows the end of a long path', () => {
    const chain = Array.from(
      { length: 20 },
      (_, i) => `${i}${i === 0 ? '' : `<${i - 1}`}:${'abcdefghijklmnopqrst'[i]}`,
    );
    expect(signaturesOf(chain).textOf(19)).toBe('… › i › j › k › l › m › n › o › p › q › r › s › t');
  });

  it('has the hash that its steps make one after the other, so that others can find the same place', () => {
    const signatures = signaturesOf(['a:fn', 'b<a:chat 1']);
    expect(signatures.hashOf(0)).toBe(pathHash('', 'honeyhive.#:1:fn'));
    expect(signatures.hashOf(1)).toBe(pathHash(signatures.hashOf(0), 'honeyhive.#:1:chat #'));
    expect(signatures.hashOf(1)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('takes a loop for one place, whatever its length', () => {
    const loop = signaturesOf(['a:fn', 'b<a:turn 1', 'c<b:turn 2', 'd<c:end']);
    const [first, second] = [loop.placeOf(loop.pathOf(1)), loop.placeOf(loop.pathOf(2))];
    expect(second).toEqual({ ...first, repeats: true });
    expect(first).toMatchObject({ above: loop.pathOf(0), step: { label: 'turn #' }, repeats: false });
  });
});
