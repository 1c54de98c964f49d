import 'server-only';
import type { AccessKeyDto, AccessKeyList, AccessKeyListQuery } from '../../contracts/keys';
import type { ApiKey } from '../../domain/api-key';
import { AppError } from '../../domain/errors';
import type { AppContext } from '../context';
import { findProject } from '../find-project';

/**
 * One page of a project's keys, newest first.
 * @param token what the request brought; null when it brought nothing
 * @throws AppError `not-found`, `unauthenticated`, `invalid-request` for a cursor of another list
 */
export async function listKeys(
  ctx: AppContext,
  projectName: string,
  { cursor, limit }: AccessKeyListQuery,
  token: string | null,
): Promise<AccessKeyList> {
  const project = await findProject(ctx, projectName);
  const current = await ctx.keys.identify(token);
  // There are few, and the store tells them all: so the cursor is the last key of the page before.
  const keys = (await ctx.store.listKeys()).filter(({ projectId }) => projectId === project.id).reverse();
  const start = cursor === undefined ? 0 : keys.findIndex(({ id }) => id === cursor) + 1;
  if (cursor !== undefined && start === 0) throw new AppError('invalid-request', 'The cursor is not one of this list.');
  const page = keys.slice(start, start + limit);
  return {
    keys: page.map(toAccessKey),
    nextCursor: start + limit < keys.length ? (page.at(-1)?.id ?? null) : null,
    current: current === null ? null : toAccessKey(current),
    admins: keys.filter(({ scopes, revokedAt }) => scopes.includes('admin') && revokedAt === null).length,
  };
}

function toAccessKey({ id, name, hint, scopes, createdAt, lastUsedAt, revokedAt }: ApiKey): AccessKeyDto {
  return {
    id,
    name,
    hint,
    scopes: [...scopes],
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
