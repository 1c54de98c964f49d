import { updateRunSchema } from '@/lib/contracts/data-plane';
import { defineDataPlaneRoute } from '@/lib/http/define-data-plane-route';
import { defineRoute, jsonResponse } from '@/lib/http/define-route';
import { getRun } from '@/lib/services/data-plane/get-run';
import { updateRun } from '@/lib/services/data-plane/update-run';

export const GET = defineRoute<{ runId: string }>(async (ctx, _request, { runId }) =>
  jsonResponse(await getRun(ctx, runId)),
);

export const PUT = defineDataPlaneRoute<typeof updateRunSchema, { runId: string }>(
  updateRunSchema,
  (ctx, call, { runId }) => updateRun(ctx, runId, call),
);
