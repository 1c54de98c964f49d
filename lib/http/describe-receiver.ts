import 'server-only';
import { CONTENT_TYPES } from '../otlp/otlp-encoding';
import { MAX_VALUE_DEPTH } from '../otlp/value-depth';
import { ACCEPTED_ENCODINGS } from '../services/inflate';
import type { ReceiveTracesDeps, TracesAnswer } from './receive-traces';

/** `/healthz`: it answers. `/readyz`: it can keep spans. `/limits`: what it takes, for people and programs. */
export async function describeReceiver(deps: ReceiveTracesDeps, path: string): Promise<TracesAnswer> {
  if (path === '/healthz') return answer(200, 'text/plain; charset=utf-8', 'ok\n');
  if (path === '/limits') {
    const limits = limitsOf(deps, await deps.isOpen());
    return answer(200, 'application/json', `${JSON.stringify(limits, null, 2)}\n`);
  }
  try {
    await deps.ready();
    return answer(200, 'text/plain; charset=utf-8', 'ready\n');
  } catch (err) {
    deps.log?.error({ err }, 'spans could not be kept');
    const refused = answer(503, 'text/plain; charset=utf-8', 'not ready: spans can not be stored just now\n');
    return { ...refused, headers: { ...refused.headers, 'retry-after': '5' } };
  }
}

function limitsOf({ limits, corsOrigins }: ReceiveTracesDeps, isOpen: boolean): object {
  const { pace } = limits;
  return {
    paths: ['/v1/traces', '/opentelemetry/v1/traces'],
    contentTypes: Object.values(CONTENT_TYPES),
    contentEncodings: ACCEPTED_ENCODINGS.split(', '),
    authentication: isOpen ? 'none' : 'bearer',
    grpc: false,
    maxBodyBytes: limits.maxBodyBytes,
    maxHeaderBytes: limits.maxHeaderBytes,
    maxValueDepth: MAX_VALUE_DEPTH,
    queueBytes: limits.queueBytes,
    queueRequests: limits.queueRequests,
    headersSeconds: limits.headersMs / 1000,
    bodyGraceSeconds: pace.graceMs / 1000,
    bodyBytesPerSecond: pace.bytesPerSecond,
    bodySeconds: pace.totalMs / 1000,
    corsOrigins,
  };
}

function answer(status: number, contentType: string, text: string): TracesAnswer {
  const headers = { 'content-type': contentType, 'cache-control': 'no-store' };
  return { status, headers, body: new TextEncoder().encode(text) };
}
