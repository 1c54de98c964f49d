import 'server-only';
import { AppError } from '../domain/errors';

/** How slowly a body may come. */
export interface Pace {
  /** A body that is whole within this time may come as it likes. */
  readonly graceMs: number;
  /** What must have come on average since then. */
  readonly bytesPerSecond: number;
  /** No body takes longer. */
  readonly totalMs: number;
}

export interface BodyLimits {
  readonly maxBytes: number;
  readonly pace: Pace;
  /** Called with the length of every chunk; what it throws ends the reading. */
  count?(bytes: number): void;
}

/**
 * Reads a request body whole, as it comes. Stops at the first chunk that is too much: what to do with the rest is up to
 * who holds the connection.
 * @returns an array that owns its buffer, so that it can be handed to another thread.
 * @throws AppError `too-large`, `unavailable` for one that comes too slowly, whatever `count` throws, or whatever the
 * source throws when the client goes away.
 */
export async function readBody(
  source: AsyncIterable<Uint8Array>,
  { maxBytes, pace, count }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const watch = watchPace(pace, () => length);
  const reading = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await Promise.race([reading.next(), watch.tooSlow]);
      if (done) break;
      length += value.byteLength;
      if (length > maxBytes) throw tooLarge(maxBytes);
      count?.(value.byteLength);
      chunks.push(value);
    }
  } finally {
    watch.stop();
  }
  return joined(chunks, length);
}

export function tooLarge(maxBytes: number): AppError {
  return new AppError('too-large', `The body is larger than ${maxBytes} bytes; send smaller batches.`);
}

/** Not `Buffer.concat`, whose small results share one buffer. */
function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** How often a body that takes long is looked at. */
const LOOK_MS = 1000;

/** Clients give up on 408 but repeat after 503, and a slow network is no fault of the spans. */
function watchPace({ graceMs, bytesPerSecond, totalMs }: Pace, arrived: () => number) {
  const started = performance.now();
  let timer: NodeJS.Timeout;
  const tooSlow = new Promise<never>((_, reject) => {
    const look = () => {
      const passed = performance.now() - started;
      const expected = ((passed - graceMs) / 1000) * bytesPerSecond;
      if (passed < totalMs && arrived() >= expected) timer = setTimeout(look, LOOK_MS);
      else reject(new AppError('unavailable', 'The body came too slowly; send it again.'));
    };
    timer = setTimeout(look, graceMs);
  });
  tooSlow.catch(() => undefined);
  return { tooSlow, stop: () => clearTimeout(timer) };
}
