import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PostgresConnection } from './postgres-connection';
import { databaseAway, isWorthRepeating } from './postgres-errors';

/** How long a connection may take to be had, free ones included. */
const CONNECT_MS = 10_000;
/** Connections beyond the first are closed after this. */
const IDLE_MS = 60_000;
/** No statement of ours takes as long; one that does is lost, with what it holds. */
const STATEMENT_MS = 30_000;
/** When even the server's own limit does not come back. */
const ANSWER_MS = STATEMENT_MS + 10_000;
const LOCK_MS = 10_000;
const IDLE_IN_TRANSACTION_MS = 60_000;

/**
 * Told after connecting and not while: poolers refuse most parameters there. Acknowledged means durable, whatever the
 * server's own setting.
 */
const SETTINGS = `SET statement_timeout = ${STATEMENT_MS}; SET lock_timeout = ${LOCK_MS};
  SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`;

/** While the server is away, this long passes between two tries to connect; the first time, then doubled. */
const BACK_OFF_MS = 100;
const BACK_OFF_MAX_MS = 2000;
/** Of one task that others got in the way of. */
const ATTEMPTS = 6;

/** 64-bit integers come as text by default. */
const INT8 = 20;
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (type, format) => (type === INT8 ? BigInt : pg.types.getTypeParser(type, format)),
};

/** How one connection is opened; the application's name is what `pg_stat_activity` shows. */
export function clientConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    types: TYPES,
    application_name: 'baggage-claim',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/** Connections that are opened as needed, and again after the server was away. */
export function openPool(url: string, connections: number, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(url),
    ...options,
    max: connections,
    idleTimeoutMillis: IDLE_MS,
    query_timeout: ANSWER_MS,
    onConnect: async (client: pg.ClientBase) => {
      await client.query(SETTINGS);
    },
  });
  // A connection that breaks is told to whoever uses it, and else to nobody: the next task opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Gives tasks a connection each. */
export class PostgresPool {
  readonly #pool: pg.Pool;
  #backOffMs = 0;
  #nextTry = 0;
  #lastError = new Error();

  constructor(url: string, connections: number) {
    // Statements that need not wait for each other share a round trip.
    this.#pool = openPool(url, connections, { pipeline: true });
  }

  /** @throws AppError `unavailable` for all trouble that passes, at once while the server is known to be away. */
  async use<T>(work: (connection: PostgresConnection) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    const connection = new PostgresConnection(client);
    try {
      return await work(connection);
    } finally {
      client.release(connection.broken);
    }
  }

  /** {@link use} for a whole transaction, which runs again when others were in its way. */
  async repeat<T>(work: (connection: PostgresConnection) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.use(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !isWorthRepeating(error)) throw error;
        await sleep(Math.random() * 20 * attempt);
      }
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    if (this.#pool.idleCount === 0 && performance.now() < this.#nextTry) {
      throw databaseAway(this.#lastError);
    }
    try {
      const client = await this.#pool.connect();
      this.#backOffMs = 0;
      this.#nextTry = 0;
      return client;
    } catch (error) {
      this.#backOffMs = Math.min(BACK_OFF_MAX_MS, 2 * this.#backOffMs || BACK_OFF_MS);
      this.#nextTry = performance.now() + this.#backOffMs;
      this.#lastError = error as Error;
      throw databaseAway(this.#lastError);
    }
  }

  close(): Promise<void> {
    return this.#pool.end();
  }
}
