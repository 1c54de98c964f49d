import 'server-only';
import { headers } from 'next/headers';
import type { Connection } from '@/components/start/snippets';
import { requestOrigin } from '@/lib/http/request-origin';
import { getAppContext } from '@/lib/services/context';

/** What instructions must name. The OTLP receiver is the listener of its own when there is one, else the same address. */
export async function serverAddress(): Promise<Connection> {
  const { config, keys } = getAppContext();
  const hasKeys = !(await keys.isEmpty());
  const baseUrl = requestOrigin(await headers(), `http://localhost:${config.port}`);
  if (config.otlpPort === null) return { baseUrl, otlpUrl: baseUrl, hasKeys };
  return { baseUrl, otlpUrl: `http://${new URL(baseUrl).hostname}:${config.otlpPort}`, hasKeys };
}
