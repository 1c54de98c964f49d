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
  /** True where a JSON list of any text has one of these members. */
  hasMember(list: Prisma.Sql, values: readonly string[]): Prisma.Sql;
}

export const SQLITE_DIALECT: SqlDialect = {
  like: Prisma.sql`LIKE`,
  texts: (list) => Prisma.sql`json_each(${list})`,
  hasMember: (list, values) =>
    Prisma.sql`EXISTS (SELECT 1 FROM json_each(${list}) AS member WHERE member.value IN (${Prisma.join([...values])}))`,
};

export const POSTGRES_DIALECT: SqlDialect = {
  like: Prisma.sql`ILIKE`,
  texts: (list) => Prisma.sql`json_array_elements_text(CAST(${list} AS json))`,
  // Compared as JSON: text with NUL can not be had in another form.
  hasMember: (list, values) =>
    Prisma.sql`EXISTS (SELECT 1 FROM json_array_elements(CAST(${list} AS json)) AS member
      WHERE CAST(member.value AS TEXT) IN (${Prisma.join(values.map((value) => JSON.stringify(value)))}))`,
};
