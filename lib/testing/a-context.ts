import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { parseEnvironment } from '../env';
import type { AppContext } from '../services/context';
import { KeyRing } from '../services/key-ring';
import { MemoryStore } from '../store/memory-store';

/** A context on an empty memory store, without a log, whose clock stands still unless it is given. */
export function aContext(overrides: Partial<AppContext> = {}): AppContext {
  const store = overrides.store ?? new MemoryStore();
  const now = overrides.now ?? (() => new Date('2026-11-21T12:00:00Z'));
  return {
    store,
    config: parseEnvironment({}),
    log: pino({ level: 'silent' }),
    packageFolder: fileURLToPath(new URL('../../', import.meta.url)),
    keys: new KeyRing(store, now),
    now,
    ...overrides,
  };
}
