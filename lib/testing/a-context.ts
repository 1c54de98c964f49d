import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { parseEnvironment } from '../env';
import type { AppContext } from '../services/context';
import { MemoryStore } from '../store/memory-store';

/** A context on an empty memory store, without a log, whose clock stands still unless it is given. */
export function aContext(overrides: Partial<AppContext> = {}): AppContext {
  return {
    store: new MemoryStore(),
    config: parseEnvironment({}),
    log: pino({ level: 'silent' }),
    packageFolder: fileURLToPath(new URL('../../', import.meta.url)),
    now: () => new Date('2026-11-21T12:00:00Z'),
    ...overrides,
  };
}
