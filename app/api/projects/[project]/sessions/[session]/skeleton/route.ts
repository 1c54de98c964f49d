import { defineRoute } from '@/lib/http/define-route';
import { packedResponse } from '@/lib/http/packed-response';
import { idOfParam } from '@/lib/query/paths';
import { getSkeleton } from '@/lib/services/get-skeleton';

export const GET = defineRoute<{ project: string; session: string }>(async (ctx, request, params) =>
  packedResponse(request, await getSkeleton(ctx, idOfParam(params.project), idOfParam(params.session))),
);
