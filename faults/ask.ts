import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { Readable } from 'node:stream';

/** What came back. `status` is null when nothing did: refused, reset, or too late. */
export interface Answer {
  readonly status: number | null;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly ms: number;
}

export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whole, or in parts that are made while they are sent (then `headers` says the length). */
  readonly body?: Uint8Array | Iterable<Buffer>;
  readonly agent?: Agent;
  readonly timeoutMs?: number;
}

const sharedAgent = new Agent({ keepAlive: true });

/** One request; never rejects, because a server that does not answer is a result here. */
export function ask(url: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, agent = sharedAgent, timeoutMs = 30_000 } = question;
  const begun = performance.now();
  return new Promise((resolve) => {
    const none = () => resolve({ status: null, headers: {}, body: Buffer.alloc(0), ms: performance.now() - begun });
    const length = body instanceof Uint8Array ? { 'content-length': String(body.byteLength) } : {};
    const asked = request(url, { method, headers: { ...headers, ...length }, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', none);
      response.on('end', () => {
        const { statusCode = null, headers } = response;
        resolve({ status: statusCode, headers, body: Buffer.concat(chunks), ms: performance.now() - begun });
      });
    });
    asked.on('error', none);
    asked.setTimeout(timeoutMs, () => asked.destroy());
    if (body === undefined || body instanceof Uint8Array) asked.end(body);
    else Readable.from(body, { objectMode: false }).pipe(asked);
  });
}

/** @throws for everything but 200. */
export async function askJson<T>(url: string): Promise<T> {
  const { status, body } = await ask(url, { timeoutMs: 120_000 });
  if (status !== 200) throw new Error(`${url} was answered with ${status}: ${body.toString().slice(0, 300)}`);
  return JSON.parse(body.toString()) as T;
}

/** An answer as a word: what a client has to know to do the right thing next. */
export function wordOf({ status, headers }: Pick<Answer, 'status' | 'headers'>): string {
  if (status === null) return 'no answer';
  const mayRetry = status === 503 || status === 429;
  return mayRetry && headers['retry-after'] === undefined ? `${status} without Retry-After` : String(status);
}
