import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { tokenOf } from '@/lib/http/sign-in-cookie';
import { loadSample } from '@/lib/services/load-sample';

export const POST = defineRoute(async (ctx, { headers }) =>
  dtoResponse(
    await loadSample(
      ctx,
      fetch,
      tokenOf((name) => headers.get(name)),
    ),
  ),
);
