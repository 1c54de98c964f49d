import 'server-only';
import type { ComparedDatapointList, ComparedDatapointsQuery } from '../contracts/compare';
import type { ComparedDatapoint } from '../domain/comparison';
import { AppError } from '../domain/errors';
import type { AppContext } from './context';
import { readComparison } from './read-comparison';
import { toComparedDatapoint } from './to-dto/comparison';

/** One page of a comparison's datapoints. @throws AppError `not-found`, `invalid-request` for a bad cursor. */
export async function listComparedDatapoints(
  ctx: AppContext,
  projectName: string,
  query: ComparedDatapointsQuery,
): Promise<ComparedDatapointList> {
  if (ctx.worker !== undefined) return ctx.worker.listComparedDatapoints(projectName, query);
  const { base, run, comparison } = await readComparison(ctx, projectName, query);
  const asked = comparison.datapoints.filter((datapoint) => isAsked(datapoint, query));
  // The place in the list and the state it was made of: in another state of the runs it means nothing.
  const state = `${base.version}.${run.version}`;
  const start = readCursor(query.cursor, state);
  const end = start + query.limit;
  return {
    datapoints: asked.slice(start, end).map(toComparedDatapoint),
    total: asked.length,
    nextCursor: end < asked.length ? `${end}.${state}` : null,
  };
}

function isAsked(datapoint: ComparedDatapoint, { only, key }: ComparedDatapointsQuery): boolean {
  if (key !== undefined && !datapoint.keys.includes(key)) return false;
  switch (only) {
    case undefined:
      return true;
    case 'newly-missing':
      return datapoint.newlyMissing > 0;
    case 'fixed':
      return datapoint.fixed > 0;
    case 'still-missing':
      return datapoint.stillMissing > 0;
    case 'unmatched':
      return datapoint.match === 'only-base' || datapoint.match === 'only-run';
  }
}

function readCursor(cursor: string | undefined, state: string): number {
  if (cursor === undefined) return 0;
  const [place = '', ...rest] = cursor.split('.');
  if (!/^\d{1,9}$/.test(place)) throw new AppError('invalid-request', 'The cursor is not from this list.');
  if (rest.join('.') !== state) {
    throw new AppError('invalid-request', 'The runs have changed since the page before: begin again without a cursor.');
  }
  return Number(place);
}
