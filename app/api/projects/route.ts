import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { tokenOf } from '@/lib/http/sign-in-cookie';
import { listProjects } from '@/lib/services/list-projects';

export const GET = defineRoute(async (ctx, { headers }) =>
  dtoResponse(
    await listProjects(
      ctx,
      tokenOf((name) => headers.get(name)),
    ),
  ),
);
