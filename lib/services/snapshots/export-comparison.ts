import 'server-only';
import type { CompareQuery } from '../../contracts/compare';
import type { SnapshotContents } from '../../contracts/snapshots';
import type { AppContext } from '../context';
import { freezeComparison } from './freeze-comparison';
import { redactForShow } from './redact-for-show';

/** A comparison as it is now, to be taken along: without what looks like a secret. @throws AppError `not-found` */
export async function exportComparison(
  ctx: AppContext,
  project: string,
  query: CompareQuery,
): Promise<SnapshotContents> {
  return redactForShow(await freezeComparison(ctx, project, query), []).contents;
}
