import type { RequestListener, Server } from 'node:http';
import { decodableUrl } from './decodable-url';
import { addSecurityHeaders } from './security-headers';

interface PageOptions {
  /** Folder with `.next` (or, in development, with `app`). */
  readonly folder: string;
  readonly dev: boolean;
  readonly server: Server;
  readonly host: string;
  readonly port: number;
}

/** Next, prepared to answer everything that is not OTLP: pages, the JSON API and the data plane. */
export async function openPages({ folder, dev, server, host, port }: PageOptions): Promise<RequestListener> {
  // React and Next read this while they load, so it must be right before they do.
  Object.assign(process.env, { NODE_ENV: dev ? 'development' : 'production', NEXT_TELEMETRY_DISABLED: '1' });
  const { default: next } = await import('next');
  const app = next({ dev, dir: folder, hostname: host, port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  return (request, response) => {
    // React's development build evaluates code, which the policy forbids.
    if (!dev) addSecurityHeaders(request, response);
    request.url = decodableUrl(request.url ?? '/');
    void handle(request, response);
  };
}
