import { startSessionSchema } from '@/lib/contracts/data-plane';
import { defineDataPlaneRoute } from '@/lib/http/define-data-plane-route';
import { startSession } from '@/lib/services/data-plane/start-session';

export const POST = defineDataPlaneRoute(startSessionSchema, startSession);
