import { createRunSchema } from '@/lib/contracts/data-plane';
import { defineDataPlaneRoute } from '@/lib/http/define-data-plane-route';
import { createRun } from '@/lib/services/data-plane/create-run';

export const POST = defineDataPlaneRoute(createRunSchema, createRun);
