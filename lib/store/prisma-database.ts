import { Prisma, type PrismaClient } from './generated/client';

/** A database as Prisma asks it, with what its SQL does differently from others. */
export interface PrismaDatabase {
  readonly client: PrismaClient;
  readonly dialect: SqlDialect;
}

export interface SqlDialect {
  /** The operator for patterns in which ASCII letters of either case are the same. */
  readonly like: Prisma.Sql;
  /** The members of a JSON list of stored text, as rows with a column `value`. */
  texts(list: Prisma.Sql): Prisma.Sql;
  /** The members of a JSON list, as rows with a column `value`; compare them as CAST(value AS TEXT). */
  members(list: Prisma.Sql): Prisma.Sql;
}

export const SQLITE_DIALECT: SqlDialect = {
  like: Prisma.sql`LIKE`,
  texts: (list) => Prisma.sql`json_each(${list})`,
  members: (list) => Prisma.sql`json_each(${list})`,
};

export const POSTGRES_DIALECT: SqlDialect = {
  like: Prisma.sql`ILIKE`,
  texts: (list) => Prisma.sql`json_array_elements_text(CAST(${list} AS json))`,
  // As JSON: text with NUL can not be had in another form.
  members: (list) => Prisma.sql`json_array_elements(CAST(${list} AS json))`,
};
