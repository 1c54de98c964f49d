import 'server-only';
import { headers } from 'next/headers';
import { requestOrigin } from '@/lib/http/request-origin';
import { getAppContext } from '@/lib/services/context';

export interface ServerAddress {
  /** This server as the browser reached it, without a slash at the end. */
  readonly baseUrl: string;
  /** Its OTLP receiver: the listener of its own when there is one, else the same address. */
  readonly otlpUrl: string;
}

/** Addresses to show in instructions. */
export async function serverAddress(): Promise<ServerAddress> {
  const { config } = getAppContext();
  const baseUrl = requestOrigin(await headers(), `http://localhost:${config.port}`);
  if (config.otlpPort === null) return { baseUrl, otlpUrl: baseUrl };
  return { baseUrl, otlpUrl: `http://${new URL(baseUrl).hostname}:${config.otlpPort}` };
}
