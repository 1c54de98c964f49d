import { exportEventsSchema } from '@/lib/contracts/data-plane';
import { defineDataPlaneRoute } from '@/lib/http/define-data-plane-route';
import { exportEvents } from '@/lib/services/data-plane/export-events';

export const POST = defineDataPlaneRoute(exportEventsSchema, exportEvents);
