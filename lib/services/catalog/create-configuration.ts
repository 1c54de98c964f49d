import 'server-only';
import type { JsonObject } from '../../domain/json';
import type { DataPlaneService } from '../data-plane/call';
import { presentMembers } from '../data-plane/present-members';
import { projectOfCall } from '../data-plane/project-of-call';
import { newEntryId } from './new-entry-id';

/** `POST /v1/configurations`. */
export const createConfiguration: DataPlaneService<'createConfiguration'> = async (ctx, call) => {
  const { project: named, name, ...members } = call.body;
  const project = await projectOfCall(ctx, call, named);
  const now = ctx.now();
  const body = presentMembers(members) as JsonObject;
  const entry = { kind: 'configuration', id: newEntryId(now), name, body } as const;
  await ctx.store.createEntries(project.id, [entry], now);
  return { project, body: { acknowledged: true, insertedId: entry.id }, subject: null };
};
