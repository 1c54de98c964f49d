import 'server-only';
import pg from 'pg';
import { databaseAway, isPassing, isStalePlan, type PostgresError } from './postgres-errors';
import { camelCase, type SqlRow, type SqlSession, type SqlValue } from './sql';

/** What may be bound to a `?` here: lists too, for `= ANY(?)`. */
export type PostgresValue = SqlValue | readonly Uint8Array[];

/** One connection of a server, to be used by one task at a time. */
export class PostgresConnection implements SqlSession {
  readonly #client: pg.ClientBase;
  #broken: Error | undefined;
  #firstError: Error | undefined;
  #sent: Promise<number>[] = [];

  constructor(client: pg.ClientBase) {
    this.#client = client;
  }

  /** Why this connection must not be used again. */
  get broken(): Error | undefined {
    return this.#broken;
  }

  /** What went wrong first; what was sent after it failed only because of that. */
  get firstError(): Error | undefined {
    return this.#firstError;
  }

  /** Runs a statement without waiting for it: what comes after finds it done, and {@link settled} says if it failed. */
  send(sql: string, values: readonly PostgresValue[]): void {
    const sent = this.run(sql, values);
    sent.catch(() => undefined);
    this.#sent.push(sent);
  }

  /** Resolves when everything that was sent is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#sent.splice(0));
  }

  /** Runs any number of statements without parameters. */
  async execute(sql: string): Promise<void> {
    await this.#client.query(sql).catch((error: Error) => this.#refuse(error));
  }

  async run(sql: string, values: readonly PostgresValue[]): Promise<number> {
    return (await this.#query(sql, values)).rowCount ?? 0;
  }

  async rows(sql: string, values: readonly PostgresValue[]): Promise<readonly SqlRow[]> {
    const { fields, rows } = await this.#query(sql, values);
    const names = fields.map(({ name }) => camelCase(name));
    return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column]])));
  }

  async first(sql: string, values: readonly PostgresValue[]): Promise<SqlRow | undefined> {
    return (await this.rows(sql, values))[0];
  }

  #query(sql: string, values: readonly PostgresValue[]): Promise<pg.QueryArrayResult> {
    return this.#client
      .query({ ...statementOf(sql), values: [...values], rowMode: 'array' })
      .catch((error: Error) => this.#refuse(error));
  }

  /** What the server did not say itself is trouble with the connection. */
  #refuse(error: PostgresError): never {
    if (!(error instanceof pg.DatabaseError) || isStalePlan(error)) this.#broken = error;
    const told = this.#broken !== undefined || isPassing(error) ? databaseAway(error) : error;
    this.#firstError ??= told;
    throw told;
  }
}

interface Statement {
  /** Of a statement that is prepared once for each connection: planning costs as much as running a short one. */
  readonly name?: string;
  readonly text: string;
}

/** More different statements than this are not prepared: every connection keeps them all. */
const PREPARED_MAX = 500;

const statements = new Map<string, Statement>();

/** The statement with `$1`, `$2` … for its `?`, and a name that is the same for the same text. */
function statementOf(sql: string): Statement {
  const known = statements.get(sql);
  if (known !== undefined) return known;
  let count = 0;
  const text = sql.replace(/\?/g, () => `$${++count}`);
  if (statements.size >= PREPARED_MAX) return { text };
  const statement = { name: `s${statements.size}`, text };
  statements.set(sql, statement);
  return statement;
}
