import { type Logger, pino } from 'pino';
import type { Config } from '../lib/env';

/** The log of one thread: all write to the same stream, a line at a time. */
export function openLog({ logLevel }: Config): Logger {
  return pino({ level: logLevel }, pino.destination({ fd: 2, sync: true }));
}
