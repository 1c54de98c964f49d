import 'server-only';
import type { AccessKeyCreate, NewAccessKey } from '../../contracts/keys';
import { AppError } from '../../domain/errors';
import type { AppContext } from '../context';
import { findProject } from '../find-project';
import { makeKey } from './make-key';

/** A new key with its text, and whether it is the first of all: from then on nobody gets in without one. */
export interface CreatedKey {
  readonly key: NewAccessKey;
  readonly isFirst: boolean;
}

/** @throws AppError `not-found`; `invalid-request` for a first key that would lock everybody out of settings and keys. */
export async function createKey(ctx: AppContext, projectName: string, wish: AccessKeyCreate): Promise<CreatedKey> {
  const project = await findProject(ctx, projectName);
  const isFirst = await ctx.keys.isEmpty();
  if (isFirst && !wish.scopes.includes('admin')) {
    throw new AppError(
      'invalid-request',
      'The first key needs the scope admin: once it is there, nobody gets in without a key, and only admin makes more.',
    );
  }
  const key = await makeKey(ctx.store, project, wish, ctx.now());
  ctx.keys.invalidate();
  ctx.log.info({ project: project.name, key: key.id, scopes: key.scopes }, 'a key was made');
  return { key, isFirst };
}
