import 'server-only';
import manifest from '../../package.json';
import type { Health } from '../contracts/projects';
import { AppError } from '../domain/errors';
import type { AppContext } from './context';

/** @throws AppError `unavailable` while nothing can be written: an exporter should wait then, not lose its spans. */
export async function checkHealth(ctx: AppContext): Promise<Health> {
  await ctx.store.checkWritable().catch((cause: unknown) => {
    ctx.log.error({ err: cause }, 'the database can not be written');
    throw new AppError('unavailable', 'The database can not be written. The log of the server says why.', { cause });
  });
  return { status: 'ok', version: manifest.version, store: ctx.config.database.engine };
}
