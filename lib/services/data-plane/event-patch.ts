import 'server-only';
import type { NewEventBody } from '../../contracts/data-plane/event-members';
import type { EventPatch } from '../../domain/session';
import { presentMembers } from './present-members';

/** What an event body changes: the members it has. Names are taken one by one, so that nothing else gets through. */
export function eventPatchOf(body: Partial<Pick<NewEventBody, keyof EventPatch>>): EventPatch {
  return presentMembers({
    inputs: body.inputs,
    outputs: body.outputs,
    config: body.config,
    metadata: body.metadata,
    metrics: body.metrics,
    feedback: body.feedback,
    user_properties: body.user_properties,
    error: body.error,
    end_time: body.end_time,
    duration: body.duration,
    children_ids: body.children_ids,
  });
}
