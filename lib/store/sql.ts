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
