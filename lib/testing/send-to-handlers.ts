import * as unversioned from '../../app/unversioned/[...path]/route';
import * as versioned from '../../app/v1/[...path]/route';
import { findOperation } from '../contracts/data-plane/find-operation';
import { isOtlpPath } from '../http/otlp-listener';
import { receiveTraces } from '../http/receive-traces';
import { receiveTracesDeps } from '../http/receive-traces-deps';
import { type AppContext, setAppContext } from '../services/context';
import type { SendRequest } from '../services/load-sample';

/** A client's view of this server without a network: requests go to the real handlers, on this context. */
export function sendToHandlers(ctx: AppContext): SendRequest {
  return async (request) => {
    setAppContext(ctx);
    const { pathname } = new URL(request.url);
    if (isOtlpPath(pathname)) return sendTraces(ctx, request, pathname);
    const [prefix, ...rest] = pathname.slice(1).split('/').map(decodeURIComponent);
    const isVersioned = prefix === 'v1';
    const path = isVersioned ? rest : [prefix ?? '', ...rest];
    const handler = (isVersioned ? versioned : unversioned)[request.method as 'GET'];
    const response = await handler(request, { params: Promise.resolve({ path }) });
    if (response.ok) checkAnswer(request.method, path, await response.clone().json());
    return response;
  };
}

/** Whatever is answered is what the contract promises. */
function checkAnswer(method: string, path: readonly string[], answer: unknown): void {
  const found = findOperation(method, path);
  if (!('id' in found)) throw new Error(`${method} /${path.join('/')} was answered and is in no contract.`);
  const result = found.operation.answer.safeParse(answer);
  if (!result.success) throw new Error(`The answer of ${found.id} breaks its contract: ${result.error.message}`);
}

async function sendTraces(ctx: AppContext, request: Request, path: string): Promise<Response> {
  const deps = receiveTracesDeps(ctx);
  const body = [new Uint8Array(await request.arrayBuffer())];
  const { method, headers } = request;
  const sent = { method, path, header: (name: string) => headers.get(name), body: chunks(body) };
  const answer = await receiveTraces(deps, sent);
  return new Response(answer.body.slice(), { status: answer.status, headers: answer.headers });
}

async function* chunks(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
