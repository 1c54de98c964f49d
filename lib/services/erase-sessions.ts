import 'server-only';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AppError } from '../domain/errors';
import type { Project } from '../domain/records';
import { eraseSpans } from '../otlp/erase-spans';
import { otlpEncodingOf } from '../otlp/otlp-encoding';
import type { SentBody } from '../store/delivery-store';
import type { ErasableDelivery } from '../store/store';
import type { AppContext } from './context';

const inflate = promisify(gunzip);

/** How often sessions are read again that change meanwhile. */
const ATTEMPTS = 5;

/**
 * Removes sessions with everything that was received for them: requests that brought nothing else go whole, their spans
 * are cut out of the others.
 * @param keepsRun false when the run goes, too: its other sessions are not judged anew.
 * @returns how many there were.
 * @throws AppError `conflict` when they keep changing: a client still sends.
 */
export async function eraseSessions(
  ctx: Pick<AppContext, 'store'>,
  project: Project,
  sessionIds: readonly string[],
  keepsRun: boolean,
): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { sessions, deliveries: read } = await ctx.store.erasableSessions(project.id, sessionIds);
    if (sessions.length === 0) return 0;
    const deliveries: ErasableDelivery[] = [];
    for await (const delivery of read) {
      deliveries.push({ ...delivery, body: delivery.body && (await withoutSpans(delivery.body, delivery.ordinals)) });
      await setImmediate();
    }
    if (await ctx.store.eraseSessions(project.id, { sessions, deliveries, keepsRun })) return sessions.length;
  }
  throw new AppError(
    'conflict',
    'New spans keep arriving for what is to be deleted. Stop the client that sends them, then try again.',
  );
}

/** Kept uncompressed: what was compressed is another stream now, and the client's own is gone. */
async function withoutSpans(body: SentBody, ordinals: readonly number[]): Promise<SentBody> {
  const { contentType, contentEncoding } = body;
  const bytes: Uint8Array = contentEncoding === 'gzip' ? await inflate(body.bytes) : body.bytes;
  const left = eraseSpans(bytes, otlpEncodingOf(contentType) ?? 'protobuf', new Set(ordinals));
  return { bytes: left, contentType, contentEncoding: '' };
}
