import { chunksOf } from './chunks-of';
import type { PostgresConnection } from './postgres-connection';
import { placeholders, type SqlRow, type SqlValue } from './sql';

/**
 * An INSERT of many rows. Its VALUES come in widths of powers of two, so that few statements are prepared and any number
 * of rows takes few round trips.
 */
export class RowsStatement {
  readonly #head: string;
  readonly #row: string;
  readonly #tail: string;
  readonly #texts = new Map<number, string>();

  /**
   * @param head `INSERT INTO table (columns)`
   * @param tail what comes after the rows
   * @param constants further values of every row, each after a comma
   */
  constructor(head: string, columns: number, tail = '', constants = '') {
    this.#head = head;
    this.#row = `(${placeholders(columns)}${constants})`;
    this.#tail = tail;
  }

  /** @returns what the statement returns, of all rows. */
  async rows(connection: PostgresConnection, rows: readonly (readonly SqlValue[])[]): Promise<readonly SqlRow[]> {
    const returned: SqlRow[] = [];
    for (const some of chunksOf(rows)) {
      for (const row of await connection.rows(this.#text(some.length), some.flat())) returned.push(row);
    }
    return returned;
  }

  send(connection: PostgresConnection, rows: readonly (readonly SqlValue[])[]): void {
    for (const some of chunksOf(rows)) connection.send(this.#text(some.length), some.flat());
  }

  #text(count: number): string {
    let text = this.#texts.get(count);
    if (text === undefined) {
      text = `${this.#head} VALUES ${new Array(count).fill(this.#row).join(', ')} ${this.#tail}`;
      this.#texts.set(count, text);
    }
    return text;
  }
}
