import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { deliveryListQuerySchema, deliveryListSchema } from '../deliveries';
import { describeOperation } from './describe-operation';
import { project } from './path-parameters';

export const DELIVERIES_PATHS: ZodOpenApiPathsObject = {
  '/api/projects/{project}/deliveries': {
    get: describeOperation({
      id: 'listDeliveries',
      summary: 'Requests as they were received, newest first: of the project, or what concerned one run or session.',
      path: z.object({ project }),
      query: deliveryListQuerySchema,
      answer: deliveryListSchema,
      problems: [400, 404],
    }),
  },
};
