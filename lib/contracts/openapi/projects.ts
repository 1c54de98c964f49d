import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { healthSchema, projectListSchema, projectPatchSchema, projectSchema, sampleResultSchema } from '../projects';
import { routingTableListSchema } from '../routing-tables';
import { describeOperation } from './describe-operation';
import { project } from './path-parameters';

export const PROJECTS_PATHS: ZodOpenApiPathsObject = {
  '/api/projects': {
    get: describeOperation({ id: 'listProjects', summary: 'Every project.', answer: projectListSchema, problems: [] }),
  },
  '/api/projects/{project}': {
    patch: describeOperation({
      id: 'updateProject',
      summary: 'Choose the routing table a project uses, and the one it is judged by.',
      path: z.object({ project }),
      body: projectPatchSchema,
      answer: projectSchema,
      problems: [400, 404, 413, 415],
    }),
  },
  '/api/sample': {
    post: describeOperation({
      id: 'loadSample',
      summary: 'Replay the two recorded runs of the sample project.',
      answer: sampleResultSchema,
      problems: [503],
    }),
  },
  '/api/routing-tables': {
    get: describeOperation({
      id: 'listRoutingTables',
      summary: 'Every routing table: which sent key goes where.',
      answer: routingTableListSchema,
      problems: [],
    }),
  },
  '/api/health': {
    get: describeOperation({
      id: 'checkHealth',
      summary: '200 while data can be written.',
      answer: healthSchema,
      problems: [503],
      isOpen: true,
    }),
  },
};
