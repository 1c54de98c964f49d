import 'server-only';
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { otlpEncodingOf } from '../otlp/otlp-encoding';
import { answerClientError } from './answer-client-error';
import { describeReceiver } from './describe-receiver';
import { type ReceiveTracesDeps, receiveTraces, refuse, type TracesAnswer } from './receive-traces';
import type { ReceiverLimits } from './receiver-limits';
import { type IncomingBody, incomingBody, sendAnswer } from './send-answer';

const TRACES = /^(?:\/opentelemetry)?\/v1\/traces\/?$/;
/** `/v1/metrics` on the app's own port is HoneyHive's API for its evaluators, so there only the prefixed path is OTLP. */
const OTHER_SIGNALS = /^(?:\/opentelemetry\/v1\/(?:logs|metrics)|\/v1\/logs)\/?$/;
const PLAIN_METRICS = /^\/v1\/metrics\/?$/;
const SELF_DESCRIPTION = /^\/(?:healthz|readyz|limits)$/;

/** True for the paths that {@link handleOtlp} answers on the app's own port. */
export function isOtlpPath(pathname: string): boolean {
  return TRACES.test(pathname) || OTHER_SIGNALS.test(pathname) || SELF_DESCRIPTION.test(pathname);
}

/**
 * Answers one request to an OTLP path. Never rejects: a client that goes away before its body is complete leaves
 * nothing behind.
 * @param isWaiting the client waits for `100 Continue` before it sends the body.
 */
export async function handleOtlp(
  deps: ReceiveTracesDeps,
  req: IncomingMessage,
  res: ServerResponse,
  isWaiting = false,
): Promise<void> {
  try {
    const body = incomingBody(req, res, isWaiting);
    const answer = await answerOtlp(deps, req, body);
    await sendAnswer(res, answer, body, 2 * deps.limits.maxBodyBytes);
  } catch (err) {
    if (!req.destroyed) deps.log?.error({ err }, 'an export request failed');
    res.destroy();
  }
}

function answerOtlp(
  deps: ReceiveTracesDeps,
  req: IncomingMessage,
  body: IncomingBody,
): Promise<TracesAnswer> | TracesAnswer {
  const { method = '' } = req;
  const path = pathnameOf(req);
  if (TRACES.test(path)) {
    return receiveTraces(deps, { method, path, header: (name) => headerOf(req, name), body });
  }
  if (SELF_DESCRIPTION.test(path)) return describeReceiver(deps, path);
  if (!isOtlpPath(path) && !PLAIN_METRICS.test(path)) return NOT_FOUND;
  const message = `Nothing is kept of ${path.includes('logs') ? 'logs' : 'metrics'} here; export traces to /v1/traces.`;
  return refuse(otlpEncodingOf(req.headers['content-type']), 'not-found', message);
}

const NOT_FOUND: TracesAnswer = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: new TextEncoder().encode(
    'Not found. This port takes OTLP/HTTP traces at /v1/traces; /healthz, /readyz and /limits describe it.\n',
  ),
};

type ServerLimits = Pick<ReceiverLimits, 'maxHeaderBytes' | 'headersMs' | 'pace'>;

/** For every server that takes spans. */
export function serverOptions({ maxHeaderBytes, headersMs, pace }: ServerLimits): ServerOptions {
  return {
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: headersMs,
    // Later than the receiver's own limit, which says why.
    requestTimeout: pace.totalMs + 10_000,
    // Longer than the 60 s for which load balancers keep a connection, so that they close it first.
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: Math.min(headersMs, 5000),
  };
}

/** The port that OpenTelemetry exporters use by default: OTLP and what describes it, nothing else. Not yet listening. */
export function createOtlpServer(deps: ReceiveTracesDeps): Server {
  const server = createServer(serverOptions(deps.limits));
  server.on('request', (req, res) => void handleOtlp(deps, req, res));
  server.on('checkContinue', (req, res) => void handleOtlp(deps, req, res, true));
  server.on('clientError', answerClientError);
  return server;
}

function pathnameOf(req: IncomingMessage): string {
  return (req.url ?? '/').split('?', 1)[0] ?? '/';
}

function headerOf(req: IncomingMessage, name: string): string | null {
  const value = req.headers[name];
  return (Array.isArray(value) ? value.join(', ') : value) ?? null;
}
