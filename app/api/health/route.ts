import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { checkHealth } from '@/lib/services/check-health';

export const GET = defineRoute(async (ctx) => dtoResponse(await checkHealth(ctx)));
