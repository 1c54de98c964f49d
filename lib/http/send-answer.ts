import 'server-only';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TracesAnswer } from './receive-traces';

/** The body of a request, which can be left and taken up again. */
export interface IncomingBody extends AsyncIterable<Uint8Array> {
  /** True when the client still waits to be asked for it. */
  readonly isUnasked: boolean;
}

/** @param isWaiting the client waits for `100 Continue`, which goes out when the body is first read. */
export function incomingBody(req: IncomingMessage, res: ServerResponse, isWaiting: boolean): IncomingBody {
  // Leaving it early must not close the connection: the answer still has to go out.
  const chunks: AsyncIterator<Uint8Array> = req.iterator({ destroyOnReturn: false });
  let isUnasked = isWaiting;
  const next = () => {
    if (isUnasked) res.writeContinue();
    isUnasked = false;
    return chunks.next();
  };
  return {
    get isUnasked() {
      return isUnasked;
    },
    // Without `return`: whoever stops reading leaves the rest to the next.
    [Symbol.asyncIterator]: () => ({ next }),
  };
}

/** How long the rest of a refused body is waited for. */
const LINGER_MS = 20_000;

/**
 * Sends an answer. One that comes before the whole body is written at once, but most clients read it only when they
 * have sent everything, and lose it when the connection closes before: so the rest is read on and thrown away.
 * @param maxRest more than this is not waited for.
 */
export async function sendAnswer(
  res: ServerResponse,
  { status, headers, body }: TracesAnswer,
  rest: IncomingBody,
  maxRest: number,
): Promise<void> {
  const { req } = res;
  const isEarly = !req.complete;
  // A client that was not asked for its body may send it or not; nobody can tell what follows on the connection.
  const closes = isEarly && (rest.isUnasked || Number(req.headers['content-length'] ?? 0) > maxRest);
  res.writeHead(status, {
    ...headers,
    ...(status === 204 ? {} : { 'content-length': body.byteLength }),
    ...(closes ? { connection: 'close' } : {}),
  });
  if (!isEarly || rest.isUnasked) {
    res.end(body);
    return;
  }
  res.write(body);
  if (await drains(rest, maxRest)) res.end();
  else res.destroy();
}

async function drains(rest: IncomingBody, maxBytes: number): Promise<boolean> {
  const tooLate = new AbortController();
  const read = async () => {
    let length = 0;
    for await (const chunk of rest) {
      length += chunk.byteLength;
      if (length > maxBytes) return false;
    }
    return true;
  };
  const late = sleep(LINGER_MS, false, { signal: tooLate.signal, ref: false });
  late.catch(() => undefined);
  try {
    return await Promise.race([read(), late]);
  } catch {
    return false;
  } finally {
    tooLate.abort();
  }
}
