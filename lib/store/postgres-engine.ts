import 'server-only';
import type { PostgresConnection } from './postgres-connection';
import type { PostgresPool } from './postgres-pool';
import { PostgresTransaction } from './postgres-transaction';
import type { ReadEngine } from './read-engine';
import { bytesOf, type SqlSession } from './sql';
import type { TraceLink, WriteEngine, WriteTransaction } from './write-engine';
import { UNSETTLE } from './write-runs';

/** Ids of deliveries are fetched so many at a time. */
const IDS_AT_ONCE = 64;

/**
 * Writing on a server that others write to as well: rows are locked where a decision rests on them, and a transaction
 * that got into the way of another runs again.
 */
export class PostgresWriteEngine implements WriteEngine {
  /** One waits for the disk while the other computes; more only wait for each other's sessions. */
  readonly parallelAppends = 2;
  readonly #pool: PostgresPool;
  /** Of a cluster (Citus), not of one server. */
  readonly #isCluster: boolean;
  readonly #idsAtHand: bigint[] = [];

  constructor(pool: PostgresPool, isCluster: boolean) {
    this.#pool = pool;
    this.#isCluster = isCluster;
  }

  async transaction<T>(work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    const { result, links, idsLeft } = await this.#pool.repeat((connection) =>
      within(connection, 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE', async () => {
        const idsLeft: bigint[] = [];
        const takeIds = (count: number) => this.#takeIds(connection, count, idsLeft);
        const tx = new PostgresTransaction(connection, this.#isCluster, takeIds);
        const result = await work(tx);
        tx.flush();
        return { result, links: tx.links, idsLeft };
      }),
    );
    this.#idsAtHand.push(...idsLeft);
    for (const [projectId, ofProject] of links) await this.#unsettleSharing(projectId, ofProject);
    return result;
  }

  /** @param idsLeft gets what was fetched beyond the count: good when this is committed, for a crash takes others back. */
  async #takeIds(connection: PostgresConnection, count: number, idsLeft: bigint[]): Promise<readonly bigint[]> {
    if (this.#idsAtHand.length >= count) return this.#idsAtHand.splice(0, count);
    const sql = "SELECT nextval('delivery_id_seq') AS id FROM generate_series(1, ?)";
    const ids = (await connection.rows(sql, [count + IDS_AT_ONCE])).map(({ id }) => id as bigint);
    idsLeft.push(...ids.splice(count));
    return ids;
  }

  /**
   * Sessions that share a trace with what was just committed are due again. Two transactions that link a trace at the same
   * time do not see each other; the one that commits last sees both. Nothing is acknowledged before, so that a client
   * whose server dies in between sends again.
   */
  #unsettleSharing(projectId: number, links: readonly TraceLink[]): Promise<void> {
    const own = links.map(({ sessionKey }) => sessionKey);
    const traces = links.map(({ traceId }) => traceId);
    return this.#pool.repeat(async (connection) => {
      const rows = await connection.rows(
        `SELECT DISTINCT session_key FROM trace_session
         WHERE trace_id = ANY(?) AND project_id = ? AND session_key <> ALL(?)`,
        [traces, projectId, own],
      );
      for (const { sessionKey } of rows) await connection.run(`${UNSETTLE} WHERE key = ?`, [bytesOf(sessionKey)]);
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

export class PostgresReadEngine implements ReadEngine {
  readonly #pool: PostgresPool;

  constructor(pool: PostgresPool) {
    this.#pool = pool;
  }

  read<T>(work: (db: SqlSession) => Promise<T>): Promise<T> {
    return this.#pool.repeat((connection) =>
      within(connection, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', () => work(connection)),
    );
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

async function within<T>(connection: PostgresConnection, begin: string, work: () => Promise<T>): Promise<T> {
  connection.send(begin, []);
  try {
    const result = await work();
    // The server turns it into ROLLBACK when something that was sent before has failed.
    connection.send('COMMIT', []);
    await connection.settled();
    return result;
  } catch (error) {
    const reason = connection.firstError ?? error;
    // When this fails, too, the connection is gone and the transaction with it.
    if (connection.broken === undefined) await connection.execute('ROLLBACK').catch(() => undefined);
    throw reason;
  }
}
