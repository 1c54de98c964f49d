import { defineRoute } from '@/lib/http/define-route';
import { dtoResponse } from '@/lib/http/dto-response';
import { listRoutingTables } from '@/lib/services/list-routing-tables';

export const GET = defineRoute(async () => dtoResponse(listRoutingTables()));
