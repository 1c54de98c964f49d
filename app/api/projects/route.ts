import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { listProjects } from '@/lib/services/list-projects';

export const GET = defineRoute(async (ctx) => dtoResponse(await listProjects(ctx)));
