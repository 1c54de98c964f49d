import { createEventSchema, legacyUpdateEventSchema } from '@/lib/contracts/data-plane';
import { defineDataPlaneRoute } from '@/lib/http/define-data-plane-route';
import { createEvent } from '@/lib/services/data-plane/create-event';
import { updateEvent } from '@/lib/services/data-plane/update-event';

export const POST = defineDataPlaneRoute(createEventSchema, createEvent);

export const PUT = defineDataPlaneRoute(legacyUpdateEventSchema, (ctx, call) =>
  updateEvent(ctx, call.body.event_id, call),
);
