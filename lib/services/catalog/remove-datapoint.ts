import 'server-only';
import type { DataPlaneService } from '../data-plane/call';
import { quoteId } from '../not-received';
import { findEntry } from './find-entry';

/** `DELETE /v1/datasets/{dataset_id}/datapoints/{datapoint_id}` and its older spelling. The datapoint stays. */
export const removeDatapoint: DataPlaneService<'removeDatapoint'> = async (ctx, call) => {
  const { dataset_id, datapoint_id } = call.path;
  const { project } = await findEntry(ctx, call, 'dataset', dataset_id);
  const dereferenced = await ctx.store.removeMember(project.id, dataset_id, datapoint_id);
  const [datapoint, dataset] = [quoteId(datapoint_id), quoteId(dataset_id)];
  const message = dereferenced
    ? `The datapoint ${datapoint} is not in the dataset ${dataset} any more.`
    : `The datapoint ${datapoint} was not in the dataset ${dataset}.`;
  return { project, body: { dereferenced, message }, subject: null };
};
