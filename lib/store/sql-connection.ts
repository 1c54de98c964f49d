import 'server-only';
import Libsql from 'libsql';

/** What may be bound. Not booleans, and never a lone buffer: libsql 0.5 ends the process on either. */
export type SqlValue = string | number | bigint | Uint8Array | null;
/** Integers come as bigint, blobs as ArrayBuffer. */
export type SqlRow = Readonly<Record<string, unknown>>;

const BUSY_TIMEOUT_MS = 5000;

/** One synchronous connection to the embedded database, with its prepared statements. */
export class SqlConnection {
  readonly #database: Libsql.Database;
  readonly #statements = new Map<string, Libsql.Statement>();

  constructor(file: string) {
    this.#database = new Libsql(file, { timeout: BUSY_TIMEOUT_MS });
  }

  /** Runs statements without parameters. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** @returns the number of changed rows. */
  run(sql: string, values: readonly SqlValue[]): number {
    return this.#prepare(sql).run(values).changes;
  }

  first(sql: string, values: readonly SqlValue[]): SqlRow | undefined {
    return this.#prepare(sql).get(values) as SqlRow | undefined;
  }

  all(sql: string, values: readonly SqlValue[]): readonly SqlRow[] {
    return this.#prepare(sql).all(values) as SqlRow[];
  }

  /** Rows one after the other, for results too large to hold twice. Must be read to the end. */
  each(sql: string, values: readonly SqlValue[]): IterableIterator<SqlRow> {
    return this.#prepare(sql).iterate(values) as IterableIterator<SqlRow>;
  }

  /** All or nothing, with the only right to write. */
  write<T>(work: () => T): T {
    return this.#within('BEGIN IMMEDIATE', work);
  }

  /** Everything read inside is of one moment. */
  read<T>(work: () => T): T {
    return this.#within('BEGIN', work);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #within<T>(begin: string, work: () => T): T {
    this.#database.exec(begin);
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #prepare(sql: string): Libsql.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql).safeIntegers(true);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
