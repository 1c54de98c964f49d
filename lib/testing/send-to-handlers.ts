import * as unknownPath from '../../app/v1/[...path]/route';
import * as event from '../../app/v1/events/[eventId]/route';
import * as exported from '../../app/v1/events/export/route';
import * as events from '../../app/v1/events/route';
import * as result from '../../app/v1/runs/[runId]/result/route';
import * as run from '../../app/v1/runs/[runId]/route';
import * as runs from '../../app/v1/runs/route';
import * as sessionStart from '../../app/v1/session/start/route';
import * as sessions from '../../app/v1/sessions/route';
import { isOtlpPath } from '../http/otlp-listener';
import { receiveTraces } from '../http/receive-traces';
import { receiveTracesDeps } from '../http/receive-traces-deps';
import { type AppContext, setAppContext } from '../services/context';
import type { SendRequest } from '../services/load-sample';

// biome-ignore lint/suspicious/noExplicitAny: every handler has params of its own, and the table knows which.
type Handlers = Readonly<Record<string, (request: Request, route: { params: Promise<any> }) => Promise<Response>>>;

/** The data plane as Next routes it, the specific paths first. Both prefixes are rewritten to `/v1`. */
const ROUTES: readonly (readonly [path: RegExp, handlers: Handlers])[] = [
  [/^\/v1\/runs$/, runs],
  [/^\/v1\/runs\/(?<runId>[^/]+)$/, run],
  [/^\/v1\/runs\/(?<runId>[^/]+)\/result$/, result],
  [/^\/v1\/session\/start$/, sessionStart],
  [/^\/v1\/sessions$/, sessions],
  [/^\/v1\/events$/, events],
  [/^\/v1\/events\/export$/, exported],
  [/^\/v1\/events\/(?<eventId>[^/]+)$/, event],
  [/^/, unknownPath],
];

/** A client's view of this server without a network: requests go to the real handlers, on this context. */
export function sendToHandlers(ctx: AppContext): SendRequest {
  return async (request) => {
    setAppContext(ctx);
    const { pathname } = new URL(request.url);
    if (isOtlpPath(pathname)) return sendTraces(ctx, request, pathname);
    const path = pathname.startsWith('/v1/') ? pathname : `/v1${pathname}`;
    for (const [pattern, handlers] of ROUTES) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const handler = handlers[request.method];
      if (handler === undefined) return new Response(null, { status: 405 });
      return handler(request, { params: Promise.resolve({ ...match.groups }) });
    }
    throw new Error('the last route takes every path');
  };
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
