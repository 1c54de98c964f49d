import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import type { DataPlaneOperation } from '../data-plane/operation';
import { OPERATIONS } from '../data-plane/operations';
import { describeProblems, describeRequest, type ProblemStatus, WITH_KEY } from './describe-operation';

/** The HoneyHive data plane, every operation in every spelling; those after the first are told as deprecated. */
export const DATA_PLANE_PATHS: ZodOpenApiPathsObject = describeAll();

function describeAll(): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [id, operation] of Object.entries<DataPlaneOperation>(OPERATIONS)) {
    for (const [i, path] of operation.paths.entries()) {
      paths[`/v1${path}`] = {
        ...paths[`/v1${path}`],
        [operation.method.toLowerCase()]: describeSpelling(id, operation, i),
      };
    }
  }
  return paths;
}

function describeSpelling(id: string, operation: DataPlaneOperation, spelling: number): ZodOpenApiOperationObject {
  const { summary, scope, body, answer, status = 200 } = operation;
  const ofBody: readonly ProblemStatus[] = body === undefined ? [] : [413, 415];
  return {
    // The JSON API has operations of the same names.
    operationId: `dataPlane_${id}${spelling === 0 ? '' : `_${spelling + 1}`}`,
    summary,
    description: `Once the server has keys, it takes one with the scope \`${scope}\`.`,
    tags: ['HoneyHive data plane'],
    ...(spelling > 0 && { deprecated: true }),
    security: WITH_KEY,
    ...describeRequest(operation),
    responses: {
      [status]: { description: 'The answer.', content: { 'application/json': { schema: answer } } },
      ...describeProblems([400, 401, 403, 404, 409, ...ofBody, 500, 501, 503]),
    },
  };
}
