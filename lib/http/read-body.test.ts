import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBody } from './read-body';

async function* chunksOf(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const TEXT = Buffer.from('the same words again and again. '.repeat(500));
const LIMIT = TEXT.length;

describe('readBody', () => {
  it.each([
    ['nothing', undefined, TEXT, ''],
    ['identity', 'identity', TEXT, ''],
    ['gzip', 'gzip', gzipSync(TEXT), 'gzip'],
    ['gzip in capitals', ' GZip ', gzipSync(TEXT), 'gzip'],
    [
      'several gzip members',
      'gzip',
      Buffer.concat([gzipSync(TEXT.subarray(0, 77)), gzipSync(TEXT.subarray(77))]),
      'gzip',
    ],
    ['zlib', 'deflate', deflateSync(TEXT), ''],
    ['bare deflate', 'deflate', deflateRawSync(TEXT), ''],
  ] as const)('reads a body that came with %s, up to exactly the limit', async (_, coding, wire, kept) => {
    const { bytes, sent, wireBytes } = await readBody(chunksOf(wire), coding, LIMIT);
    expect(Buffer.compare(Buffer.from(bytes), TEXT)).toBe(0);
    expect(wireBytes).toBe(wire.length);
    expect(sent.contentEncoding).toBe(kept);
    expect(Buffer.compare(Buffer.from(sent.bytes), kept === 'gzip' ? wire : TEXT)).toBe(0);
  });

  it.each([
    ['nothing', null, TEXT],
    ['gzip', 'gzip', gzipSync(TEXT)],
    ['deflate', 'deflate', deflateSync(TEXT)],
  ])('refuses one byte too many, with %s', async (_, coding, wire) => {
    await expect(readBody(chunksOf(wire), coding, LIMIT - 1)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('stops a bomb at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000), { level: 1 });
    const before = process.memoryUsage().rss;
    await expect(readBody(chunksOf(bomb), 'gzip', 1_000_000)).rejects.toMatchObject({ code: 'too-large' });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  it('stops reading at twice the limit', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        read += 100;
        yield new Uint8Array(100);
      }
    }
    await expect(readBody(endless(), null, 1000)).rejects.toMatchObject({ code: 'too-large' });
    expect(read).toBe(2100);
  });

  const broken = gzipSync(TEXT);
  it.each([
    ['cut gzip', 'gzip', broken.subarray(0, -1)],
    ['gzip with a wrong checksum', 'gzip', broken.with(broken.length - 5, (broken.at(-5) ?? 0) ^ 1)],
    ['plain text called gzip', 'gzip', TEXT],
    ['plain text called deflate', 'deflate', TEXT],
  ])('refuses %s as damaged', async (_, coding, wire) => {
    await expect(readBody(chunksOf(wire), coding, LIMIT)).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it.each(['br', 'zstd', 'gzip, gzip', 'snappy', 'constructor'])('refuses the coding %s', async (coding) => {
    await expect(readBody(chunksOf(TEXT), coding, LIMIT)).rejects.toMatchObject({ code: 'unsupported-encoding' });
  });
});
