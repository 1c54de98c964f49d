import { refusalOf } from '../http/authorize-request';
import { isOtlpPath } from '../http/otlp-listener';
import type { AppContext } from '../services/context';
import type { SendRequest } from '../services/load-sample';
import { callApi } from './call-api';
import { sendToHandlers } from './send-to-handlers';

const OWN = /^\/(?:api|r|s)\//;

/** A client's view of this server without a network: the guard, then the real handlers. Pages need Next, and are not here. */
export function sendGuarded(ctx: AppContext): SendRequest {
  const sendToDataPlane = sendToHandlers(ctx);
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const asked = {
      method: request.method,
      url: `${pathname}${search}`,
      header: (name: string) => request.headers.get(name),
    };
    const refusal = isOtlpPath(pathname) ? null : await refusalOf(ctx, asked);
    if (refusal !== null) return refusal;
    if (!OWN.test(pathname)) return sendToDataPlane(request);
    const body = request.body === null ? null : await request.arrayBuffer();
    return callApi(ctx, asked.url, { method: request.method, headers: request.headers, body });
  };
}
