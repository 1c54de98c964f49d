import { AppError } from '../domain/errors';

/** An error of the server has the five characters of SQLSTATE, one of the network what the system calls it. */
export type PostgresError = Error & { readonly code?: string | undefined };

/**
 * SQLSTATEs of trouble that passes: connection lost, out of disk or connections, told to stop, a fault of the machine, a
 * lock that was not had in time, conflicts of transactions, and a server that has become a copy of another.
 */
const PASSING = /^(?:08|53|57|58|40)|^(?:55P03|25P03|25P04|25006)$/;

/** What the system calls trouble of the network. */
const NETWORK = /^E[A-Z]+$/;
/** What the driver says without a code. */
const DRIVER = /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout)/;

/** Of two transactions in each other's way, one was rolled back: it may run again at once. */
const CONFLICTS: ReadonlySet<string | undefined> = new Set(['40001', '40P01']);

/** What Prisma makes of an error of the driver. */
interface AdapterError {
  readonly kind?: string;
  readonly originalCode?: string;
}

const ADAPTER_AWAY = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

/** True for trouble with the server or the way to it, as the driver or Prisma tells it. */
export function isAway(error: PostgresError): boolean {
  const { code, message } = error;
  if (code !== undefined && (PASSING.test(code) || NETWORK.test(code))) return true;
  if (DRIVER.test(message)) return true;
  const { meta } = error as { readonly meta?: { readonly driverAdapterError?: { readonly cause?: AdapterError } } };
  const told = meta?.driverAdapterError?.cause;
  if (told === undefined) return false;
  return ADAPTER_AWAY.has(told.kind ?? '') || (told.originalCode !== undefined && PASSING.test(told.originalCode));
}

export function isPassing({ code }: PostgresError): boolean {
  return code !== undefined && PASSING.test(code);
}

/** How trouble that passes is told: exporters send again, people try again. */
export function databaseAway(cause: Error): AppError {
  return new AppError('unavailable', 'The database can not be reached or is busy; try again.', { cause });
}

/** Another process has migrated the tables: what this connection prepared does not fit any more. */
export function isStalePlan({ code, message }: PostgresError): boolean {
  return code === '0A000' && message.startsWith('cached plan must not change result type');
}

/** True when the same transaction may well work now. */
export function isWorthRepeating(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause as PostgresError | undefined) : undefined;
  return cause !== undefined && (CONFLICTS.has(cause.code) || isStalePlan(cause));
}
