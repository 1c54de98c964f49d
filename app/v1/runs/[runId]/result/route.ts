import { runResultQuerySchema } from '@/lib/contracts/data-plane';
import { defineRoute, jsonResponse, parseQuery } from '@/lib/http/define-route';
import { getRunResult } from '@/lib/services/data-plane/get-run-result';

export const GET = defineRoute<{ runId: string }>(async (ctx, request, { runId }) => {
  const { aggregate_function } = parseQuery(request, runResultQuerySchema);
  return jsonResponse(await getRunResult(ctx, runId, aggregate_function));
});
