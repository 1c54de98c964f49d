import { type IncomingHttpHeaders, request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import { Mismatch } from './expectations';
import type { Target } from './target';

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** Several parts go out in chunks, without a length. */
  readonly body?: Uint8Array | string | readonly Uint8Array[];
  /** How long the answer is waited for. */
  readonly patienceMs?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** As long as exporters wait. */
const PATIENCE_MS = 10_000;

/** Spans of the suite go into a project of their own, where the server has projects. */
export const PROJECT = 'check-receiver';

/** Sends one request and waits for the whole answer. */
export async function send(
  target: Target,
  { method = 'POST', path = '/v1/traces', headers = {}, body, patienceMs = PATIENCE_MS }: Sent,
): Promise<Answer> {
  const request = target.url.protocol === 'https:' ? requestSecure : requestPlain;
  const parts = body === undefined || typeof body === 'string' || body instanceof Uint8Array ? undefined : body;
  const length = typeof body === 'string' || body instanceof Uint8Array ? Buffer.byteLength(body) : undefined;
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(path, target.url), {
      method,
      agent: target.agent,
      headers: {
        'x-project': PROJECT,
        ...keyHeader(target),
        ...headers,
        ...(length === undefined ? {} : { 'content-length': String(length) }),
      },
    });
    outgoing.setTimeout(patienceMs, () => outgoing.destroy(new Mismatch(`no answer in ${patienceMs / 1000} s`)));
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
      );
    });
    if (parts === undefined) outgoing.end(body as Uint8Array | string | undefined);
    else void writeParts(outgoing, parts);
  });
}

function keyHeader({ key }: Target): Readonly<Record<string, string>> {
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

async function writeParts(outgoing: NodeJS.WritableStream, parts: readonly Uint8Array[]): Promise<void> {
  for (const part of parts) {
    outgoing.write(part);
    await new Promise(setImmediate);
  }
  outgoing.end();
}

/** A connection whose bytes are written and read one by one. */
export class RawConnection {
  readonly #socket: Socket;
  #received = '';
  #closed = false;
  #wake: () => void = () => undefined;

  constructor({ url }: Target) {
    const isSecure = url.protocol === 'https:';
    const port = Number(url.port || (isSecure ? 443 : 80));
    this.#socket = isSecure
      ? connectSecure({ host: url.hostname, port, servername: url.hostname })
      : connectPlain({ host: url.hostname, port });
    this.#socket.on('data', (chunk: Buffer) => {
      this.#received += chunk.toString('latin1');
      this.#wake();
    });
    // A connection that is cut is seen as closed; what it means is for the case to say.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
  }

  get closed(): boolean {
    return this.#closed;
  }

  write(data: Uint8Array | string): void {
    this.#socket.write(data);
  }

  /** Waits until what came (as Latin-1) matches, the connection ends, or the time is over. @returns all that came. */
  async read(until: RegExp, withinMs = 5000): Promise<string> {
    const deadline = Date.now() + withinMs;
    while (!until.test(this.#received) && !this.#closed && Date.now() < deadline) {
      await this.#somethingComes(deadline - Date.now());
    }
    return this.#received;
  }

  /** Waits until the server hangs up. */
  async ends(withinMs: number): Promise<boolean> {
    await this.read(/(?!)/, withinMs);
    return this.#closed;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  async #somethingComes(withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, withinMs);
    });
    clearTimeout(timer);
  }
}

/** Runs with a connection of its own. */
export async function withConnection<T>(target: Target, use: (connection: RawConnection) => Promise<T>): Promise<T> {
  const connection = new RawConnection(target);
  try {
    return await use(connection);
  } finally {
    connection.destroy();
  }
}

/** The head of a request for traces, ending in the empty line. */
export function headOf(
  target: Target,
  headers: Readonly<Record<string, string | number>>,
  start = 'POST /v1/traces',
): string {
  const sent = { Host: target.url.host, 'X-Project': PROJECT, ...keyHeader(target), ...headers };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${start} HTTP/1.1\r\n${lines.join('')}\r\n`;
}
