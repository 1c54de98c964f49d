import 'server-only';
import { headers } from 'next/headers';
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
  const requested = await headers();
  const protocol = requested.get('x-forwarded-proto') ?? 'http';
  const host = requested.get('x-forwarded-host') ?? requested.get('host') ?? `localhost:${config.port}`;
  const baseUrl = `${protocol}://${host}`;
  if (config.otlpPort === null) return { baseUrl, otlpUrl: baseUrl };
  return { baseUrl, otlpUrl: `http://${host.replace(/:\d+$/, '')}:${config.otlpPort}` };
}
