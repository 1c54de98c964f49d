import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { SentTraces } from '../services/ingest-export';
import { IngestPool } from './ingest-pool';
import { Thread } from './thread';

/** A thread as the pool knows it: says what it was given, and dies of an empty body. */
const PROGRAM = `
import { parentPort, threadId, workerData } from 'node:worker_threads';
parentPort.on('message', (port) => {
  port.on('message', ({ id, args: [sent] }) => {
    if (sent.bytes.byteLength === 0) process.exit(7);
    setTimeout(() => port.postMessage({ id, value: { accepted: threadId, rejected: [], warnings: [] } }), 20);
  });
});
parentPort.postMessage(workerData === 'refuse' ? { refused: { name: 'ConfigError', message: 'no' } } : { ready: true });
`;

function sent(bytes: number): SentTraces {
  const body = new Uint8Array(bytes);
  return {
    method: 'POST',
    path: '/v1/traces',
    headers: {},
    contentType: 'application/json',
    contentEncoding: '',
    bytes: body,
    receivedAt: 0,
    keyProject: null,
  };
}

describe('the ingest threads', () => {
  let folder: string;
  let file: string;
  let pool: IngestPool;
  const log = { error: vi.fn() };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'baggage-claim-threads-'));
    file = join(folder, 'thread.mjs');
    writeFileSync(file, PROGRAM);
  });
  afterEach(() => pool.close());
  afterAll(() => rmSync(folder, { recursive: true }));

  async function open(threads: number): Promise<void> {
    pool = new IngestPool((onLost) => Thread.start({ file, workerData: null, onLost }), log);
    await pool.open(threads);
  }

  test('share the requests', async () => {
    await open(2);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => pool.ingest(sent(100))));
    expect(new Set(outcomes.map(({ accepted }) => accepted)).size).toBe(2);
  });

  test('are replaced when one is lost; what it had is to be sent again', async () => {
    await open(1);
    const waiting = pool.ingest(sent(100));
    const deadly = pool.ingest(sent(0));
    await expect(deadly).rejects.toMatchObject({ code: 'unavailable' });
    await expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
    expect(log.error).toHaveBeenCalledWith(expect.anything(), 'an ingest thread was lost');
    await vi.waitFor(async () => expect((await pool.ingest(sent(10))).accepted).toBeGreaterThan(0), { timeout: 5000 });
  });

  test('that can not start say why', async () => {
    await open(1);
    await expect(Thread.start({ file, workerData: 'refuse', onLost() {} })).rejects.toMatchObject({
      name: 'ConfigError',
      message: 'no',
    });
  });
});
