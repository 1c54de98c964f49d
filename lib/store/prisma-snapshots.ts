import 'server-only';
import type { Page } from '../domain/pages';
import type { Snapshot } from '../domain/snapshot';
import { Prisma, type PrismaClient } from './generated/client';
import { SNAPSHOT_ORDER, SNAPSHOT_SORT } from './list-orders';
import { unpackBytes } from './packed-bytes';
import { prismaBytes } from './prisma-bytes';
import { afterCursor, cutPage, orderBy, type PageRow } from './prisma-pages';
import { toSnapshot } from './rows';
import type { Store } from './store';
import { storedText } from './stored-text';

const CREATED_AT = Prisma.sql`snapshot.created_at`;
const ID = Prisma.sql`snapshot.id`;
/** Large, and not for lists. */
const omit = { contents: true, tokenHash: true } as const;

export async function listSnapshots(
  prisma: PrismaClient,
  projectId: number,
  { limit, cursor }: Parameters<Store['listSnapshots']>[1],
): Promise<Page<Snapshot>> {
  const after = afterCursor(cursor, SNAPSHOT_SORT, SNAPSHOT_ORDER, CREATED_AT, ID);
  const rows = await prisma.$queryRaw<PageRow[]>`
    SELECT ${ID} AS id, ${CREATED_AT} AS value FROM snapshot
    WHERE snapshot.project_id = ${projectId} AND ${after}
    ${orderBy(SNAPSHOT_ORDER, CREATED_AT, ID)} LIMIT ${limit + 1}`;
  const page = cutPage(rows, limit, SNAPSHOT_SORT);
  const ids = page.items.map(({ id }) => id);
  const found = await prisma.snapshot.findMany({ where: { id: { in: ids } }, omit });
  const byId = new Map(found.map((row) => [row.id, toSnapshot(row)]));
  return { items: ids.flatMap((id) => byId.get(id) ?? []), nextCursor: page.nextCursor };
}

export async function getSnapshot(prisma: PrismaClient, projectId: number, id: string): Promise<Snapshot | null> {
  const row = await prisma.snapshot.findFirst({ where: { id: storedText(id), projectId }, omit });
  return row === null ? null : toSnapshot(row);
}

export async function snapshotByToken(
  prisma: PrismaClient,
  tokenHash: Uint8Array,
): Promise<(Snapshot & { readonly contents: string }) | null> {
  const row = await prisma.snapshot.findUnique({ where: { tokenHash: prismaBytes(tokenHash) } });
  if (row === null) return null;
  return { ...toSnapshot(row), contents: row.contents === null ? '' : unpackBytes(row.contents).toString() };
}
