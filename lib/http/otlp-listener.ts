import 'server-only';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { otlpEncodingOf } from '../otlp/otlp-encoding';
import { type ReceiveTracesDeps, receiveTraces, refuse, type TracesAnswer } from './receive-traces';

const TRACES = /^(?:\/opentelemetry)?\/v1\/traces\/?$/;
/** `/v1/metrics` on the app's own port is HoneyHive's API for its evaluators, so there only the prefixed path is OTLP. */
const OTHER_SIGNALS = /^(?:\/opentelemetry\/v1\/(?:logs|metrics)|\/v1\/logs)\/?$/;
const PLAIN_METRICS = /^\/v1\/metrics\/?$/;

/** True for the paths that {@link handleOtlp} answers on the app's own port. */
export function isOtlpPath(pathname: string): boolean {
  return TRACES.test(pathname) || OTHER_SIGNALS.test(pathname);
}

/**
 * Answers one request to an OTLP path. Never rejects: a client that goes away before its body is complete leaves
 * nothing behind.
 */
export async function handleOtlp(deps: ReceiveTracesDeps, req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    send(res, await answerOtlp(deps, req));
  } catch (err) {
    if (!req.destroyed) deps.log?.error({ err }, 'an export request failed');
    res.destroy();
  }
}

function answerOtlp(deps: ReceiveTracesDeps, req: IncomingMessage): Promise<TracesAnswer> | TracesAnswer {
  const { method = '' } = req;
  const path = pathnameOf(req);
  if (!TRACES.test(path)) {
    const message = `Nothing is kept of ${path.includes('logs') ? 'logs' : 'metrics'} here; export traces to /v1/traces.`;
    return refuse(otlpEncodingOf(req.headers['content-type']), 'not-found', message);
  }
  return receiveTraces(deps, {
    method,
    path,
    header: (name) => headerOf(req, name),
    // Leaving the loop early must not close the connection: the answer still has to go out.
    body: req.iterator({ destroyOnReturn: false }),
  });
}

/** The port that OpenTelemetry exporters use by default: OTLP and a health check, nothing else. Not yet listening. */
export function createOtlpServer(deps: ReceiveTracesDeps): Server {
  const server = createServer((req, res) => {
    const path = pathnameOf(req);
    if (isOtlpPath(path) || PLAIN_METRICS.test(path)) void handleOtlp(deps, req, res);
    else if (path === '/healthz') send(res, plainText(200, 'ok\n'));
    else send(res, plainText(404, 'Not found. This port takes OTLP/HTTP traces at /v1/traces; /healthz says ok.\n'));
  });
  // Longer than the 60 s for which load balancers keep a connection, so that they close it first.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 20_000;
  server.requestTimeout = 120_000;
  return server;
}

function plainText(status: number, text: string): TracesAnswer {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return { status, headers, body: new TextEncoder().encode(text) };
}

function send(res: ServerResponse, { status, headers, body }: TracesAnswer): void {
  res.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': body.byteLength });
  res.end(body);
}

function pathnameOf(req: IncomingMessage): string {
  return (req.url ?? '/').split('?', 1)[0] ?? '/';
}

function headerOf(req: IncomingMessage, name: string): string | null {
  const value = req.headers[name];
  return (Array.isArray(value) ? value.join(', ') : value) ?? null;
}
