import { ConfigError } from '../lib/env';
import type { StoreOptions } from '../lib/store/open-store';

/** The same store for each part of the process; on a server, with the connections that part may open. */
export interface StoreShares {
  readonly writer: StoreOptions;
  /** Of each ingest thread. */
  readonly ingest: StoreOptions;
  readonly audit: StoreOptions;
  readonly pages: StoreOptions;
}

/** Two for appends, and one so that a request of another kind does not wait for them. */
const WRITER = 3;
const INGEST = 1;
/** One for lists, one for the rest. */
const AUDIT = 2;
const PAGES_MIN = 2;

/** @throws ConfigError when they do not suffice. */
export function shareConnections(store: StoreOptions, ingestThreads: number): StoreShares {
  const { database } = store;
  if (database.engine === 'sqlite') return { writer: store, ingest: store, audit: store, pages: store };
  const pages = database.connections - WRITER - AUDIT - INGEST * ingestThreads;
  if (pages < PAGES_MIN) {
    throw new ConfigError(
      `DATABASE_CONNECTIONS="${database.connections}" is not usable: with INGEST_THREADS=${ingestThreads} at least ${database.connections - pages + PAGES_MIN} are needed.`,
    );
  }
  const share = (connections: number): StoreOptions => ({ ...store, database: { ...database, connections } });
  return { writer: share(WRITER), ingest: share(INGEST), audit: share(AUDIT), pages: share(pages) };
}
