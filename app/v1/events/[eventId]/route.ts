import { updateEventSchema } from '@/lib/contracts/data-plane';
import { defineDataPlaneRoute } from '@/lib/http/define-data-plane-route';
import { defineRoute, jsonResponse } from '@/lib/http/define-route';
import { getEvent } from '@/lib/services/data-plane/get-event';
import { updateEvent } from '@/lib/services/data-plane/update-event';

export const GET = defineRoute<{ eventId: string }>(async (ctx, _request, { eventId }) =>
  jsonResponse(await getEvent(ctx, eventId)),
);

export const PUT = defineDataPlaneRoute<typeof updateEventSchema, { eventId: string }>(
  updateEventSchema,
  (ctx, call, { eventId }) => updateEvent(ctx, eventId, call),
);
