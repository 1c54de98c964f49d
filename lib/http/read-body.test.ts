import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readBody } from './read-body';

const PACE = { graceMs: 1000, bytesPerSecond: 1, totalMs: 1000 };

async function* chunksOf(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* drip(everyMs: number, chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  for (;;) {
    await sleep(everyMs);
    yield chunk;
  }
}

describe('readBody', () => {
  it.each([0, 1, 999, 1000, 5000])(
    'reads %i bytes, up to exactly the limit, into a buffer of their own',
    async (length) => {
      const sent = Uint8Array.from({ length }, (_, at) => at);
      const bytes = await readBody(chunksOf(sent), { maxBytes: length, pace: PACE });
      expect(bytes).toEqual(sent);
      expect(bytes.buffer.byteLength).toBe(length);
    },
  );

  it('stops at the first chunk that is too much, and leaves the rest', async () => {
    const source = drip(0, new Uint8Array(100));
    await expect(readBody(source, { maxBytes: 1000, pace: PACE })).rejects.toMatchObject({ code: 'too-large' });
    expect((await source.next()).value).toHaveLength(100);
  });

  it('stops when the count says so', async () => {
    let counted = 0;
    const count = (bytes: number) => {
      counted += bytes;
      if (counted > 250) throw new Error('enough');
    };
    const source = drip(0, new Uint8Array(100));
    await expect(readBody(source, { maxBytes: 1000, pace: PACE, count })).rejects.toThrow('enough');
    expect(counted).toBe(300);
  });

  it.each([
    ['nothing comes', { graceMs: 30, bytesPerSecond: 1, totalMs: 60_000 }],
    ['it comes too slowly', { graceMs: 30, bytesPerSecond: 1_000_000, totalMs: 60_000 }],
    ['it takes too long', { graceMs: 30, bytesPerSecond: 1, totalMs: 30 }],
  ])('gives up when %s', async (what, pace) => {
    const source = drip(what === 'nothing comes' ? 5000 : 5, new Uint8Array(1));
    const reading = readBody(source, { maxBytes: 1000, pace });
    await expect(reading).rejects.toMatchObject({ code: 'unavailable' });
  });
});
