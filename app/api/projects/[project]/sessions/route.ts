import { sessionListQuerySchema } from '@/lib/contracts/sessions';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { listSessions } from '@/lib/services/list-sessions';

export const GET = defineRoute<{ project: string }>(async (ctx, request, params) => {
  const query = parseQuery(request, sessionListQuerySchema);
  return dtoResponse(await listSessions(ctx, idOfParam(params.project), query));
});
