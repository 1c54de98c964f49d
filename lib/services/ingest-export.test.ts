import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { parseEnvironment } from '../env';
import { aContext } from '../testing/a-context';
import { aSpan } from '../testing/a-span';
import { encodeProtobuf } from '../testing/encode-protobuf';
import { ingestExport, type SentTraces } from './ingest-export';

const BODY = encodeProtobuf([aSpan()]);

function sent(changes: Partial<SentTraces> = {}): SentTraces {
  return {
    method: 'POST',
    path: '/v1/traces',
    headers: { 'user-agent': 'OTel-OTLP-Exporter-Python/1.41.1', 'x-project': 'p' },
    contentType: 'application/x-protobuf',
    contentEncoding: '',
    bytes: Uint8Array.from(BODY),
    receivedAt: 1_760_000_000_123,
    keyProject: null,
    ...changes,
  };
}

describe('ingestExport', () => {
  it.each([
    ['', Uint8Array.from(BODY), Buffer.from(BODY), ''],
    ['gzip', new Uint8Array(gzipSync(BODY)), gzipSync(BODY), 'gzip'],
    ['deflate', new Uint8Array(deflateSync(BODY)), Buffer.from(BODY), ''],
  ] as const)('keeps what came as "%s", with who sent it when', async (contentEncoding, bytes, kept, keptAs) => {
    const ctx = aContext();
    const append = vi.spyOn(ctx.store, 'append');
    const outcome = await ingestExport(ctx, structuredClone(sent({ contentEncoding, bytes })));
    expect(outcome).toEqual({ accepted: 1, rejected: [], warnings: [] });
    const batch = append.mock.calls[0]?.[0];
    expect(Buffer.compare(Buffer.from(batch?.body.bytes ?? []), kept)).toBe(0);
    expect(batch?.body.contentEncoding).toBe(keptAs);
    expect(batch?.delivery).toMatchObject({
      wireBytes: bytes.length,
      receivedAt: new Date(1_760_000_000_123),
      client: { name: 'OTel-OTLP-Exporter-Python', version: '1.41.1' },
    });
  });

  it('counts a span that is known as kept', async () => {
    const ctx = aContext();
    await ingestExport(ctx, sent());
    expect(await ingestExport(ctx, sent())).toMatchObject({ accepted: 1 });
  });

  it.each([
    ['what is no protobuf', { bytes: new Uint8Array([255]) }, 'invalid-request', 400],
    ['a damaged stream', { contentEncoding: 'gzip' }, 'invalid-request', 400],
    ['a bomb', { contentEncoding: 'gzip', bytes: new Uint8Array(gzipSync(Buffer.alloc(2000))) }, 'too-large', 413],
  ] as const)('refuses %s, and keeps it with the reason', async (_, changes, code, status) => {
    const ctx = aContext({ config: parseEnvironment({ MAX_BODY_BYTES: '1024' }) });
    const recorded = vi.spyOn(ctx.store, 'recordDelivery');
    await expect(ingestExport(ctx, sent(changes))).rejects.toMatchObject({ name: 'AppError', code });
    expect(recorded.mock.calls[0]?.[1]).toMatchObject({ status, accepted: 0, warnings: [expect.any(String)] });
  });

  it('refuses in the same way when nobody can note it down', async () => {
    const ctx = aContext();
    vi.spyOn(ctx.store, 'recordDelivery').mockRejectedValue(new Error('no room'));
    await expect(ingestExport(ctx, sent({ bytes: new Uint8Array([255]) }))).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });

  it('asks to send again when the store breaks, and says nothing of why', async () => {
    const ctx = aContext();
    vi.spyOn(ctx.store, 'append').mockRejectedValue(new TypeError('secret path'));
    await expect(ingestExport(ctx, sent())).rejects.toMatchObject({
      name: 'AppError',
      code: 'unavailable',
      message: expect.not.stringContaining('secret'),
    });
  });
});
