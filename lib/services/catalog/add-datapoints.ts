import 'server-only';
import { datapointOfRow } from '../../domain/catalog-datapoint';
import type { DataPlaneService } from '../data-plane/call';
import { findEntry } from './find-entry';
import { newDatapoint } from './new-datapoint';

/** `POST /v1/datasets/{dataset_id}/datapoints`: all rows or none. */
export const addDatapoints: DataPlaneService<'addDatapoints'> = async (ctx, call) => {
  const { data, mapping, project: named } = call.body;
  const { project, entry: dataset } = await findEntry(ctx, call, 'dataset', call.path.dataset_id, named);
  const now = ctx.now();
  const entries = data.map((row) => newDatapoint(datapointOfRow(row, mapping), now));
  const ids = entries.map(({ id }) => id);
  await ctx.store.createEntries(project.id, entries, now, { datasetId: dataset.id, datapointIds: ids });
  return { project, body: { inserted: true, datapoint_ids: ids }, subject: null };
};
