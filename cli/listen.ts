import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigError } from '../lib/env';

/** Why a port can not be had, by Node's error code. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is taken by another program',
  EACCES: 'may not be opened by this user',
  EADDRNOTAVAIL: 'can not be opened on this address',
  ENOTFOUND: 'can not be opened on this address',
};

/**
 * Opens a port. @returns the port, which is another one when 0 was asked for
 * @throws ConfigError naming the setting.
 */
export async function listen(server: Server, port: number, host: string, setting: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException) => {
      const reason = REASONS[error.code ?? ''] ?? `can not be opened (${error.message})`;
      reject(
        new ConfigError(`Port ${port} on ${host} ${reason}; set ${setting} (or HOST) to another.`, { cause: error }),
      );
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** How often connections that have become idle are looked for while closing. */
const SWEEP_MS = 50;

/** Takes no new connection, lets the open requests end, and cuts what is left after the time. */
export async function closeWithin(server: Server, milliseconds: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), milliseconds);
  // `close` itself ends only what is idle now; a connection whose request ends later would be kept alive.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
  clearTimeout(cut);
}
