import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { contentCodingOf, inflate } from './inflate';

const TEXT = Buffer.from('the same words again and again. '.repeat(500));
const LIMIT = TEXT.length;
const MEMBERS = Buffer.concat([gzipSync(TEXT.subarray(0, 77)), gzipSync(TEXT.subarray(77))]);

describe('contentCodingOf', () => {
  it.each([
    [undefined, ''],
    [null, ''],
    ['', ''],
    ['Identity', ''],
    [' GZip ', 'gzip'],
    ['x-gzip', 'gzip'],
    ['deflate', 'deflate'],
  ])('%s is "%s"', (header, coding) => {
    expect(contentCodingOf(header)).toBe(coding);
  });

  it.each(['br', 'zstd', 'gzip, gzip', 'gzip, identity', 'snappy', 'constructor'])('refuses %s', (header) => {
    expect(() => contentCodingOf(header)).toThrow(expect.objectContaining({ code: 'unsupported-encoding' }));
  });
});

describe('inflate', () => {
  it.each([
    ['nothing', '', TEXT],
    ['gzip', 'gzip', gzipSync(TEXT)],
    ['several gzip members', 'gzip', MEMBERS],
    ['zlib', 'deflate', deflateSync(TEXT)],
    ['bare deflate', 'deflate', deflateRawSync(TEXT)],
  ] as const)('reads what came with %s, up to exactly the limit', (_, coding, wire) => {
    expect(Buffer.compare(inflate(wire, coding, LIMIT), TEXT)).toBe(0);
  });

  it.each([
    ['gzip', 'gzip', gzipSync(TEXT)],
    ['several gzip members', 'gzip', MEMBERS],
    ['deflate', 'deflate', deflateSync(TEXT)],
  ] as const)('refuses one byte too many, with %s', (_, coding, wire) => {
    expect(() => inflate(wire, coding, LIMIT - 1)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });

  it('stops a bomb at the limit', () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000), { level: 1 });
    const before = process.memoryUsage().rss;
    expect(() => inflate(bomb, 'gzip', 1_000_000)).toThrow(expect.objectContaining({ code: 'too-large' }));
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  const whole = gzipSync(TEXT);
  it.each([
    ['cut gzip', 'gzip', whole.subarray(0, -1)],
    ['gzip with a wrong checksum', 'gzip', whole.with(whole.length - 5, (whole.at(-5) ?? 0) ^ 1)],
    ['gzip with more behind it', 'gzip', Buffer.concat([whole, Buffer.from('more')])],
    ['zlib with more behind it', 'deflate', Buffer.concat([deflateSync(TEXT), Buffer.from('more')])],
    ['plain text called gzip', 'gzip', TEXT],
    ['plain text called deflate', 'deflate', TEXT],
  ] as const)('refuses %s as damaged', (_, coding, wire) => {
    expect(() => inflate(wire, coding, LIMIT)).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  });
});
