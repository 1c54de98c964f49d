import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { DataPlaneService } from '../data-plane/call';
import { presentMembers } from '../data-plane/present-members';
import { findEntry, noSuchEntry } from './find-entry';

/** `PUT /v1/configurations/{configId}`. @throws AppError `not-found`. */
export const updateConfiguration: DataPlaneService<'updateConfiguration'> = async (ctx, call) => {
  const { project: named, name, ...members } = call.body;
  const { project, entry } = await findEntry(ctx, call, 'configuration', call.path.configId, named);
  const patch = presentMembers({ name, body: presentMembers(members) as JsonObject });
  const kept = await ctx.store.updateEntry(project.id, 'configuration', entry.id, patch, ctx.now());
  if (kept === null) throw noSuchEntry('configuration', entry.id);
  const counts = { modifiedCount: 1, upsertedId: null, upsertedCount: 0, matchedCount: 1 };
  return { project, body: { acknowledged: true, ...counts }, subject: null };
};
