import { spanQuerySchema } from '@/lib/contracts/sessions';
import { defineRoute, parseQuery } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { idOfParam } from '@/lib/query/paths';
import { getSpan } from '@/lib/services/get-span';

type Params = { project: string; session: string; span: string };

export const GET = defineRoute<Params>(async (ctx, request, params) => {
  const { trace } = parseQuery(request, spanQuerySchema);
  return dtoResponse(
    await getSpan(ctx, idOfParam(params.project), idOfParam(params.session), idOfParam(params.span), trace),
  );
});
