import { Buffer } from 'node:buffer';

/** What may be bound to a `?`, whatever the engine. */
export type SqlValue = string | number | bigint | boolean | Uint8Array | null;
/**
 * A row, with the columns in camelCase. Engines differ in the types of values (integers as number or bigint, booleans as
 * integers, bytes as ArrayBuffer); database-rows.ts evens that out.
 */
export type SqlRow = Readonly<Record<string, unknown>>;

export type Awaitable<T> = T | Promise<T>;

/** One connection inside a transaction. SQL is written with `?`, in words every engine knows. */
export interface SqlSession {
  /** @returns the number of changed rows. */
  run(sql: string, values: readonly SqlValue[]): Awaitable<number>;
  rows(sql: string, values: readonly SqlValue[]): Awaitable<readonly SqlRow[]>;
}

export async function firstRow(db: SqlSession, sql: string, values: readonly SqlValue[]): Promise<SqlRow | undefined> {
  return (await db.rows(sql, values))[0];
}

/** `?, ?, ?` for a list of so many values. */
export function placeholders(count: number): string {
  return new Array(count).fill('?').join(', ');
}

/**
 * `IN` a list of so many values, written as a table: a server that has not counted its rows yet may compare a plain list
 * with every row of a wrong index, one by one.
 */
export function inValues(count: number): string {
  return `IN (VALUES ${new Array(count).fill('(?)').join(', ')})`;
}

/** The values in few widths, the first of them repeated: for `IN` lists, so that few statements are prepared. */
export function padded<T extends SqlValue>(values: readonly T[]): readonly T[] {
  const width = 4 ** Math.ceil(Math.log2(values.length) / 2);
  return Array.from({ length: width }, (_, i) => (i < values.length ? values[i] : values[0]) as T);
}

export function camelCase(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

export function bytesOf(value: unknown): Buffer {
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw new Error('A column of bytes holds something else.');
}
