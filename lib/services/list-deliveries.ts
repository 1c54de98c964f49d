import 'server-only';
import type { DeliveryDto, DeliveryList, DeliveryListQuery } from '../contracts/deliveries';
import type { Project } from '../domain/records';
import type { AppContext } from './context';
import { findProject } from './find-project';
import { notInProject } from './not-received';
import { toDelivery } from './to-dto/delivery';

/** How many times `limit` requests are looked through for refused ones before the answer says how to go on. */
const STRETCHES_MAX = 10;

/**
 * One page of the requests that were received for a project, or that concern one run or session of it, newest first.
 * Of the refused ones a page ends with the first stretch of `limit` requests that holds any.
 * @throws AppError `not-found`, `invalid-request` for a bad cursor.
 */
export async function listDeliveries(
  ctx: AppContext,
  projectName: string,
  { run, session, show, limit, cursor }: DeliveryListQuery,
): Promise<DeliveryList> {
  const project = await findProject(ctx, projectName);
  let searched = 0;
  let next = cursor;
  for (let stretch = 1; ; stretch++) {
    const page = await ctx.store.listDeliveries(project.id, { runId: run, sessionId: session, limit, cursor: next });
    searched += page.items.length;
    const deliveries = page.items.map(toDelivery).filter((delivery) => show === 'all' || isRefused(delivery));
    if (deliveries.length > 0 || page.nextCursor === null || stretch === STRETCHES_MAX) {
      // Nothing was ever received for it, or it is not this project's: then no empty list hides that.
      if (searched === 0 && cursor === undefined) await assertKnown(ctx, project, run, session);
      return { deliveries, searched, nextCursor: page.nextCursor };
    }
    next = page.nextCursor;
  }
}

function isRefused({ outcome }: DeliveryDto): boolean {
  return outcome !== 'accepted';
}

async function assertKnown(
  ctx: AppContext,
  project: Project,
  run: string | undefined,
  session: string | undefined,
): Promise<void> {
  if (run !== undefined && (await ctx.store.getRun(project.id, run)) === null) {
    throw await notInProject(ctx, project, 'run', run);
  }
  if (session !== undefined && (await ctx.store.getSession(project.id, session)) === null) {
    throw await notInProject(ctx, project, 'session', session);
  }
}
