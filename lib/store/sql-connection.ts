import 'server-only';
import Libsql from 'libsql';
import { camelCase, type SqlRow, type SqlSession, type SqlValue } from './sql';

export const BUSY_TIMEOUT_MS = 5000;

/** Not booleans, and never a lone buffer: libsql 0.5 ends the process on either. */
type Bound = string | number | bigint | Uint8Array | null;

/** One synchronous connection to the embedded database, with its prepared statements. */
export class SqlConnection implements SqlSession {
  readonly #database: Libsql.Database;
  readonly #statements = new Map<string, Libsql.Statement>();

  constructor(file: string) {
    this.#database = new Libsql(file, { timeout: BUSY_TIMEOUT_MS });
  }

  /** Runs statements without parameters. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  run(sql: string, values: readonly SqlValue[]): number {
    return this.prepare(sql).run(values.map(toBound)).changes;
  }

  rows(sql: string, values: readonly SqlValue[]): readonly SqlRow[] {
    return withCamelCase(this.prepare(sql).all(values.map(toBound)) as SqlRow[]);
  }

  first(sql: string, values: readonly SqlValue[]): SqlRow | undefined {
    return this.rows(sql, values)[0];
  }

  /** For loops that bind values themselves: numbers, texts, bigints and bytes only. */
  prepare(sql: string): Libsql.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql).safeIntegers(true);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

function toBound(value: SqlValue): Bound {
  return typeof value === 'boolean' ? Number(value) : value;
}

function withCamelCase(rows: SqlRow[]): readonly SqlRow[] {
  const [first] = rows;
  if (first === undefined) return rows;
  const names = Object.keys(first).map((column) => [column, camelCase(column)] as const);
  if (names.every(([column, name]) => column === name)) return rows;
  return rows.map((row) => {
    const renamed: Record<string, unknown> = {};
    for (const [column, name] of names) renamed[name] = row[column];
    return renamed;
  });
}
