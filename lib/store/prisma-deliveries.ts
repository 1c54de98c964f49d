import 'server-only';
import type { Page } from '../domain/pages';
import type { DeliveryQuery, ListedDelivery } from './delivery-store';
import { Prisma, type PrismaClient } from './generated/client';
import { DELIVERY_ORDER, DELIVERY_SORT } from './list-orders';
import { prismaBytes } from './prisma-bytes';
import { afterCursor, cutPage, orderBy, type PageRow } from './prisma-pages';
import { toDelivery } from './rows';
import { sessionKeyOf, subjectKeyOf } from './session-key';
import { storedText } from './stored-text';

const RECEIVED_AT = Prisma.sql`delivery.received_at`;
const ID = Prisma.sql`delivery.id`;
/** Large, and not for lists. */
const omit = { body: true, events: true } as const;

export async function listDeliveries(
  prisma: PrismaClient,
  projectId: number,
  query: DeliveryQuery,
): Promise<Page<ListedDelivery>> {
  const { limit, cursor } = query;
  const after = afterCursor(cursor, DELIVERY_SORT, DELIVERY_ORDER, RECEIVED_AT, ID);
  const rows = await prisma.$queryRaw<PageRow[]>`
    SELECT CAST(${ID} AS TEXT) AS id, ${RECEIVED_AT} AS value FROM ${sourceOf(projectId, query)}
    WHERE delivery.project_id = ${projectId} AND ${after}
    ${orderBy(DELIVERY_ORDER, RECEIVED_AT, ID)} LIMIT ${limit + 1}`;
  const page = cutPage(rows, limit, DELIVERY_SORT);
  const ids = page.items.map(({ id }) => BigInt(id));
  const found = await prisma.delivery.findMany({ where: { id: { in: ids } }, omit });
  const byId = new Map(
    found.map((row): [bigint, ListedDelivery] => {
      const { id, contentEncoding } = row;
      return [id, { ...toDelivery(row), id: String(id), contentEncoding }];
    }),
  );
  return { items: ids.flatMap((id) => byId.get(id) ?? []), nextCursor: page.nextCursor };
}

function sourceOf(projectId: number, { runId, sessionId }: DeliveryQuery): Prisma.Sql {
  if (sessionId !== undefined) {
    const key = prismaBytes(sessionKeyOf(projectId, storedText(sessionId)));
    return ofIds(Prisma.sql`
      SELECT delivery_id AS id FROM span_facts WHERE session_key = ${key}
      UNION SELECT id FROM delivery WHERE subject_key = ${key}`);
  }
  if (runId === undefined) return Prisma.sql`delivery`;
  const key = prismaBytes(subjectKeyOf(projectId, { kind: 'run', id: runId }));
  const ofRun = Prisma.sql`session.project_id = ${projectId} AND session.run_id = ${storedText(runId)}`;
  return ofIds(Prisma.sql`
    SELECT span_facts.delivery_id AS id FROM session JOIN span_facts ON span_facts.session_key = session.key WHERE ${ofRun}
    UNION SELECT about.id FROM session JOIN delivery AS about ON about.subject_key = session.key WHERE ${ofRun}
    UNION SELECT id FROM delivery WHERE subject_key = ${key}`);
}

function ofIds(select: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(${select}) AS asked JOIN delivery ON delivery.id = asked.id`;
}
