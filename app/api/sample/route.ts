import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { loadSample } from '@/lib/services/load-sample';

export const POST = defineRoute(async (ctx) => dtoResponse(await loadSample(ctx)));
