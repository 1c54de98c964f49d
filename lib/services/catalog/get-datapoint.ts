import 'server-only';
import type { DataPlaneService } from '../data-plane/call';
import { datapointObjects } from './datapoint-object';
import { findEntry } from './find-entry';

/** `GET /v1/datapoints/{datapoint_id}`: a list of one. @throws AppError `not-found`. */
export const getDatapoint: DataPlaneService<'getDatapoint'> = async (ctx, call) => {
  const { project, entry } = await findEntry(ctx, call, 'datapoint', call.path.datapoint_id);
  const datapoint = await datapointObjects(ctx.store, project, [entry], call.isUnversioned);
  return { project, body: { datapoint }, subject: null };
};
