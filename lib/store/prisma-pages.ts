import 'server-only';
import type { Page } from '../domain/pages';
import { decodeCursor, encodeCursor } from './cursor';
import { Prisma } from './generated/client';
import type { ListOrder } from './list-orders';
import type { SqlDialect } from './prisma-database';

/** One position of a keyset page. */
export interface PageRow {
  readonly id: string;
  readonly value: string | number | bigint;
}

/**
 * The conditions that start a page after its cursor. Written as "not before, and (after, or same and later id)", because
 * an OR alone keeps the database from using the index (ten times slower).
 * @param value the sort column, @param id the id column: from tables in the code, never from a request.
 */
export function afterCursor(
  cursor: string | undefined,
  sort: string,
  order: ListOrder<string>,
  value: Prisma.Sql,
  id: Prisma.Sql,
): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`TRUE`;
  const position = decodeCursor(cursor, sort, order);
  // Said to be 64 bits wide: what a small integer is compared with is taken for another by a server.
  const last = order.numeric ? Prisma.sql`CAST(${BigInt(position.value)} AS BIGINT)` : position.value;
  const beyond = Prisma.raw(order.direction === 'ASC' ? '>' : '<');
  const idBeyond = Prisma.raw(order.idDirection === 'ASC' ? '>' : '<');
  return Prisma.sql`(${value} ${beyond}= ${last} AND (${value} ${beyond} ${last} OR ${id} ${idBeyond} ${position.id}))`;
}

export function orderBy(order: ListOrder<string>, value: Prisma.Sql, id: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`ORDER BY ${value} ${Prisma.raw(order.direction)}, ${id} ${Prisma.raw(order.idDirection)}`;
}

/** Splits off the row that was read to learn whether there is another page. */
export function cutPage(rows: readonly PageRow[], limit: number, sort: string): Page<PageRow> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor(sort, { value: String(last.value), id: last.id }) : null };
}

/**
 * True where one of the columns contains the text, `%` and `_` being ordinary characters.
 * @param columns from tables in the code, never from a request
 */
export function anyLike({ like }: SqlDialect, columns: readonly string[], text: string): Prisma.Sql {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const matches = columns.map((column) => Prisma.sql`${Prisma.raw(column)} ${like} ${pattern} ESCAPE '\\'`);
  return Prisma.sql`(${Prisma.join(matches, ' OR ')})`;
}
