import { spanSearchQuerySchema } from '@/lib/contracts/sessions';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { searchSession } from '@/lib/services/search-session';

export const GET = defineRoute<{ project: string; session: string }>(async (ctx, request, params) => {
  const { q } = parseQuery(request, spanSearchQuerySchema);
  return dtoResponse(await searchSession(ctx, idOfParam(params.project), idOfParam(params.session), q, request.signal));
});
