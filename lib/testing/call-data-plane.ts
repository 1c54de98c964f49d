import type { AppContext } from '../services/context';
import { sendToHandlers } from './send-to-handlers';

/** Calls of the data plane as a client makes them, with JSON bodies, answered by the real handlers on this context. */
export function callDataPlane(ctx: AppContext) {
  const send = sendToHandlers(ctx);
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const init = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const request = new Request(`http://localhost${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...init,
    });
    const response = await send(request);
    const text = await response.text();
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text,
      // What is in it is for the tests to say.
      body: JSON.parse(text),
    };
  };
}

export type CallDataPlane = ReturnType<typeof callDataPlane>;
